//! `yusuan check`.

use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::arguments::{CheckArguments, Format};
use super::comparison::{Compared, Digests};
use super::inputs::{self, Input, Inputs};
use super::output::{Output, visible};
use super::projects::{Occurrences, Projects};
use super::text_report::{self, Counts};
use super::{FAILED, coverage_report, json_report, projects, say};
use crate::audit::{Locale, Severity};
use crate::ide::{self, Diagnostic};
use crate::project::{self, Digest};
use crate::text::SourceEncoding;

/// From how many files on a terminal shows how far the work is.
const MANY_FILES: usize = 8;

/// What is known of a file after it was checked.
#[derive(Debug, Default)]
struct Checked {
    /// What goes to the standard output.
    report: String,
    counts: Counts,
    /// A finding reached the level of `--fail-on`.
    fails: bool,
    /// What became of the accepted findings of its project.
    occurrences: Occurrences,
    /// What is kept of its documents, to be compared with others.
    digests: Vec<Digest>,
    /// The encoding, when it is worth a word.
    encoding: Option<SourceEncoding>,
}

/// The outcome for a file; a sentence when it could not be checked.
type Outcome = Result<Checked, String>;

/// What all files have in common.
struct Run<'run> {
    options: &'run CheckArguments,
    projects: &'run Projects,
    locale: Locale,
    chosen: Option<Locale>,
}

/// Checks files; `chosen` is the language that outweighs those of project files. The status is 0 when all are clean, 1 when there are findings from `--fail-on`
/// upwards, 2 when something could not be checked.
pub fn run(options: &CheckArguments, locale: Locale, chosen: Option<Locale>) -> ExitCode {
    let projects = match Projects::chosen(&options.project, locale) {
        Ok(projects) => projects,
        Err(reason) => return failed(&reason, locale),
    };
    let inputs = inputs::find(&options.paths, &projects, locale);
    if let Err(reason) = projects.prepare(&inputs.found) {
        return failed(&reason, locale);
    }
    let run = Run {
        options,
        projects: &projects,
        locale,
        chosen,
    };
    let mut output = Output::standard(options.color);
    let mut tally = Tally::of(&inputs);
    run.tell_of(&inputs);
    if let Err(error) = run.check_all(&inputs.found, &mut output, &mut tally) {
        run.complain(&inputs::io_reason(&error, locale));
        tally.failures += 1;
    }
    match tally {
        Tally { failures: 1.., .. } => ExitCode::from(FAILED),
        Tally { fails: true, .. } => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    }
}

fn failed(reason: &str, locale: Locale) -> ExitCode {
    eprintln!("{}{reason}", say(locale, "错误：", "error: "));
    ExitCode::from(FAILED)
}

/// What is known of all files together.
#[derive(Debug, Default)]
struct Tally {
    counts: Counts,
    fails: bool,
    failures: usize,
    occurrences: Occurrences,
    digests: Digests,
}

impl Tally {
    fn of(inputs: &Inputs) -> Self {
        Self {
            failures: inputs.failures.len(),
            ..Self::default()
        }
    }
}

impl Run<'_> {
    fn complain(&self, sentence: &str) {
        eprintln!("{}{sentence}", say(self.locale, "错误：", "error: "));
    }

    fn tell_of(&self, inputs: &Inputs) {
        for failure in &inputs.failures {
            self.complain(failure);
        }
        for folder in &inputs.empty_folders {
            let folder = visible(&folder.display().to_string());
            eprintln!(
                "{folder}: {}",
                say(
                    self.locale,
                    "没有名称为预算、决算公开的文件（*.yusuan，或名称含“预算公开”等的 .txt、.md）",
                    "no files named like disclosures (*.yusuan, or .txt and .md with 预算公开 etc.)",
                )
            );
        }
    }

    /// Checks the files on all cores, and reports on them in order.
    fn check_all(
        &self,
        inputs: &[Input],
        output: &mut Output,
        tally: &mut Tally,
    ) -> io::Result<()> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let next = AtomicUsize::new(0);
        let enough = AtomicBool::new(false);
        let (finished, outcomes) = channel();
        std::thread::scope(|scope| {
            for _ in 0..cores.min(inputs.len()) {
                let finished = finished.clone();
                scope.spawn(|| self.work(inputs, &next, &enough, finished));
            }
            drop(finished);
            let reported = self.report(inputs, outcomes, output, tally, &enough);
            enough.store(true, Ordering::Relaxed);
            reported
        })?;
        self.report_comparison(inputs, output, tally)?;
        self.report_projects(output, tally)?;
        if self.options.format == Format::Json {
            return Ok(());
        }
        tally.counts.accepted = tally.occurrences.accepted();
        let summary = text_report::summary(inputs.len(), tally.failures, tally.counts, self.locale);
        output.write(&summary)
    }

    fn work(
        &self,
        inputs: &[Input],
        next: &AtomicUsize,
        enough: &AtomicBool,
        finished: Sender<(usize, Outcome)>,
    ) {
        while !enough.load(Ordering::Relaxed) {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(input) = inputs.get(index) else {
                return;
            };
            let outcome = catch_unwind(AssertUnwindSafe(|| self.check(input)));
            let outcome = outcome.unwrap_or_else(|_| {
                Err(say(
                    self.locale,
                    "内部错误，未能检查",
                    "internal error, not checked",
                )
                .to_owned())
            });
            if finished.send((index, outcome)).is_err() {
                return;
            }
        }
    }

    fn report(
        &self,
        inputs: &[Input],
        outcomes: Receiver<(usize, Outcome)>,
        output: &mut Output,
        tally: &mut Tally,
        enough: &AtomicBool,
    ) -> io::Result<()> {
        let progress = progress(inputs.len());
        let mut waiting = BTreeMap::new();
        let mut due = inputs.iter().enumerate().peekable();
        for (index, outcome) in outcomes {
            waiting.insert(index, outcome);
            progress.inc(1);
            while let Some((index, input)) = due.peek()
                && let Some(outcome) = waiting.remove(index)
            {
                progress.suspend(|| self.report_one((*index, input), outcome, output, tally))?;
                due.next();
            }
            if output.is_closed() {
                enough.store(true, Ordering::Relaxed);
            }
        }
        progress.finish_and_clear();
        Ok(())
    }

    fn report_one(
        &self,
        (index, input): (usize, &Input),
        outcome: Outcome,
        output: &mut Output,
        tally: &mut Tally,
    ) -> io::Result<()> {
        let name = input.name(self.locale);
        match outcome {
            Err(reason) => {
                tally.failures += 1;
                self.complain(&format!("{name}: {reason}"));
                Ok(())
            }
            Ok(checked) => {
                tally.counts.add(checked.counts);
                tally.fails |= checked.fails;
                tally.occurrences.add(checked.occurrences);
                tally.digests.add(index, checked.digests);
                if let Some(encoding) = checked.encoding {
                    self.tell_encoding(&name, encoding, output)?;
                }
                output.write(&checked.report)
            }
        }
    }

    /// The standard output of `json` holds nothing but JSON.
    fn tell_encoding(
        &self,
        name: &str,
        encoding: SourceEncoding,
        output: &mut Output,
    ) -> io::Result<()> {
        let line = match self.locale {
            Locale::Chinese => format!("{name}: 按 {encoding} 编码读取"),
            Locale::English => format!("{name}: read as {encoding}"),
        };
        match self.options.format {
            Format::Text => output.write(&format!("{line}\n")),
            Format::Json => {
                eprintln!("{line}");
                Ok(())
            }
        }
    }

    /// Where documents contradict each other.
    fn report_comparison(
        &self,
        inputs: &[Input],
        output: &mut Output,
        tally: &mut Tally,
    ) -> io::Result<()> {
        let digests = std::mem::take(&mut tally.digests);
        for compared in digests.compare(inputs, self.projects, self.locale) {
            let Some(input) = inputs.get(compared.file) else {
                continue;
            };
            let project = self.projects.of(input);
            let Compared {
                text,
                mut diagnostics,
                accepted,
                occurring,
                ..
            } = compared;
            tally
                .occurrences
                .note(project.as_deref(), accepted, occurring);
            diagnostics.retain(|it| self.options.hints || it.severity != Severity::Hint);
            for diagnostic in &diagnostics {
                tally.counts.count(diagnostic.severity);
                tally.fails |= self.options.fail_on.reached_by(diagnostic.severity);
            }
            let report = match self.options.format {
                Format::Json if diagnostics.is_empty() => continue,
                Format::Json => json_report::line(&input.path(), &text, &diagnostics, None)?,
                Format::Text => {
                    let name = input.name(self.locale);
                    text_report::file(&name, &text, &diagnostics, self.locale)
                }
            };
            output.write(&report)?;
        }
        Ok(())
    }

    /// What is to be said of the project files themselves.
    fn report_projects(&self, output: &mut Output, tally: &mut Tally) -> io::Result<()> {
        for project in self.projects.used() {
            let mut problems = project.problems.clone();
            problems.extend(tally.occurrences.no_longer(&project));
            let found = ide::project_diagnostics(&problems, self.locale);
            for diagnostic in &found {
                tally.counts.count(diagnostic.severity);
                tally.fails |= self.options.fail_on.reached_by(diagnostic.severity);
            }
            let path = projects::shown(&project.path);
            let report = match self.options.format {
                Format::Json if found.is_empty() => continue,
                Format::Json => json_report::line(&path, &project.text, &found, None)?,
                Format::Text => {
                    text_report::file(&visible(&path), &project.text, &found, self.locale)
                }
            };
            output.write(&report)?;
        }
        Ok(())
    }

    fn check(&self, input: &Input) -> Outcome {
        let decoded = input.read(self.locale)?;
        let project = self.projects.of(input);
        let agreed = project.as_ref().and_then(|it| it.project.locale);
        let locale = self.chosen.or(agreed).unwrap_or(self.locale);
        let (draft, review) = projects::examine(project.as_deref(), &input.path(), &decoded.text);
        let all = ide::reviewed_diagnostics(&draft, &review, locale);
        let shown =
            |diagnostic: &&Diagnostic| self.options.hints || diagnostic.severity != Severity::Hint;
        let mut counts = Counts::default();
        for diagnostic in all.iter().filter(shown) {
            counts.count(diagnostic.severity);
        }
        let report = match self.options.format {
            Format::Json => {
                let coverage = self.options.coverage;
                let coverage = coverage.then(|| coverage_report::records(&draft, locale));
                json_report::line(&input.path(), &draft.text, &all, coverage)
                    .map_err(|error| error.to_string())?
            }
            Format::Text => {
                let shown = all.iter().filter(shown);
                let name = input.name(self.locale);
                let mut report = text_report::file(&name, &draft.text, shown, locale);
                if self.options.coverage {
                    report.push_str(&coverage_report::text(&name, &draft, locale));
                }
                report
            }
        };
        let fails = |diagnostic: &Diagnostic| self.options.fail_on.reached_by(diagnostic.severity);
        Ok(Checked {
            report,
            counts,
            fails: all.iter().any(fails),
            digests: project::digest(&draft, projects::file_name(&input.path())),
            occurrences: Occurrences::of(project.as_deref(), &review),
            encoding: is_worth_a_word(decoded.encoding).then_some(decoded.encoding),
        })
    }
}

fn is_worth_a_word(encoding: SourceEncoding) -> bool {
    !matches!(encoding, SourceEncoding::Utf8 | SourceEncoding::Utf8WithBom)
}

/// A bar on the standard error, when that is a terminal and there is something to wait for.
fn progress(files: usize) -> ProgressBar {
    let target = match files >= MANY_FILES {
        true => ProgressDrawTarget::stderr(),
        false => ProgressDrawTarget::hidden(),
    };
    let bar = ProgressBar::with_draw_target(u64::try_from(files).ok(), target);
    match ProgressStyle::with_template("{bar:40} {pos}/{len}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
