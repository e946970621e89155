//! `yusuan check`.

use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::ThreadPoolBuilder;

use super::arguments::{CheckArguments, Format};
use super::comparison::Digests;
use super::inputs::{self, Input, Inputs};
use super::output::{Output, tell, visible};
use super::projects::{Occurrences, Projects};
use super::reasons::write_reason;
use super::report::{
    CheckedFile, Counts, GithubReport, GitlabReport, HtmlReport, JsonReport, MarkdownReport,
    Nothing, Report, SarifReport, Settings, TextReport, Totals, XlsxReport,
};
use super::{FAILED, listed, original_place, projects, say};
use crate::audit::{Draft, Locale};
use crate::ide::{self, Diagnostic};
use crate::import::Note;
use crate::project::{self, Digest};
use crate::text::SourceEncoding;

/// From how many files on a terminal shows how far the work is.
const MANY_FILES: usize = 8;

/// What is known of a file after it was checked.
#[derive(Debug)]
struct Checked<Part> {
    /// What the report says of it.
    part: Part,
    counts: Counts,
    /// A finding reached the level of `--fail-on`.
    fails: bool,
    /// What became of the accepted findings of its project.
    occurrences: Occurrences,
    /// What is kept of its documents, to be compared with others.
    digests: Vec<Digest>,
    /// The encoding, when it is worth a word.
    encoding: Option<SourceEncoding>,
    /// What there is to know of a Word, Excel or PDF file.
    notes: Vec<Note>,
    /// Why there was nothing to check.
    nothing: Option<Nothing>,
}

/// The outcome for a file; a sentence when it could not be checked.
type Outcome<Part> = Result<Checked<Part>, String>;

/// What all files have in common.
struct Run<'run> {
    options: &'run CheckArguments,
    format: Format,
    settings: Settings,
    projects: &'run Projects,
    locale: Locale,
    chosen: Option<Locale>,
}

/// Checks files; `chosen` is the language that outweighs those of project files. The status is 0
/// when all are clean, 1 when there are findings from `--fail-on` upwards, 2 when something could
/// not be checked.
pub fn run(options: &CheckArguments, locale: Locale, chosen: Option<Locale>) -> ExitCode {
    let projects = match Projects::chosen(&options.project, locale) {
        Ok(projects) => projects,
        Err(reason) => return failed(&reason, locale),
    };
    let run = Run {
        options,
        projects: &projects,
        chosen,
        format: options.format(),
        settings: Settings {
            locale,
            hints: options.hints,
            coverage: options.coverage,
        },
        locale,
    };
    match run.format {
        Format::Text => run.make(TextReport::new(locale)),
        Format::Json => run.make(JsonReport),
        Format::Sarif => run.make(SarifReport::new(locale)),
        Format::Github => run.make(GithubReport),
        Format::Gitlab => run.make(GitlabReport::default()),
        Format::Markdown => run.make(MarkdownReport::new(locale)),
        Format::Html => run.make(HtmlReport::new(locale)),
        Format::Xlsx => run.make(XlsxReport::new(locale)),
    }
}

fn failed(reason: &str, locale: Locale) -> ExitCode {
    tell(format_args!("{}{reason}", say(locale, "错误：", "error: ")));
    ExitCode::from(FAILED)
}

/// What is known of all files together.
#[derive(Debug, Default)]
struct Tally {
    totals: Totals,
    fails: bool,
    occurrences: Occurrences,
    digests: Digests,
    /// How many parts the report has so far.
    parts: usize,
}

impl Tally {
    fn status(&self) -> ExitCode {
        match self {
            Self { totals, .. } if !totals.failures.is_empty() => ExitCode::from(FAILED),
            Self { fails: true, .. } => ExitCode::FAILURE,
            _ => ExitCode::SUCCESS,
        }
    }
}

impl Run<'_> {
    /// Checks all files and writes one form of report.
    fn make<R: Report>(&self, mut report: R) -> ExitCode {
        let listed = match self.listed() {
            Ok(listed) => listed,
            Err(reason) => return failed(&reason, self.locale),
        };
        let inputs = inputs::find(&self.options.paths, listed, self.projects, self.locale);
        if let Err(reason) = self.projects.prepare(&inputs.found) {
            return failed(&reason, self.locale);
        }
        let mut output = match self.open_output(&inputs) {
            Ok(output) => output,
            Err(reason) => return failed(&reason, self.locale),
        };
        self.tell_of(&inputs);
        let mut tally = Tally {
            totals: Totals {
                files: inputs.found.len(),
                failures: inputs.failures.clone(),
                ..Totals::default()
            },
            parts: inputs.found.len(),
            ..Tally::default()
        };
        let written = self
            .check_all(&inputs.found, &mut report, &mut output, &mut tally)
            .and_then(|()| {
                self.report_comparison(&inputs.found, &mut report, &mut output, &mut tally)
            })
            .and_then(|()| self.report_projects(&mut report, &mut output, &mut tally))
            .and_then(|()| report.finish(&tally.totals, &mut output))
            .and_then(|()| output.finish());
        match written {
            Ok(()) => self.tell_done(&tally.totals),
            Err(error) => {
                let reason = write_reason(&error, self.locale);
                return failed(&format!("{}: {reason}", self.output_name()), self.locale);
            }
        }
        tally.status()
    }

    /// The files of the list that `--files-from` names. The error is a sentence.
    fn listed(&self) -> Result<Vec<PathBuf>, String> {
        let Some(list) = self.options.files_from.as_deref() else {
            return Ok(Vec::new());
        };
        let is_standard = |path: &Path| path.as_os_str() == "-";
        if is_standard(list) && self.options.paths.iter().any(|it| is_standard(it)) {
            let reason = say(
                self.locale,
                "标准输入不能既是名单又是稿件",
                "the standard input cannot be both the list and a draft",
            );
            return Err(reason.to_owned());
        }
        listed::paths(list, self.locale)
    }

    /// What the report is written to.
    fn output_name(&self) -> String {
        match self.options.output.as_deref() {
            Some(path) if path.as_os_str() != "-" => visible(&path.display().to_string()),
            _ => say(self.locale, "标准输出", "standard output").to_owned(),
        }
    }

    /// Opens what the report is written to. The error is a sentence.
    fn open_output(&self, inputs: &Inputs) -> Result<Output, String> {
        let color = self.options.color;
        let Some(path) = self.options.output.as_deref() else {
            if matches!(self.format, Format::Html | Format::Xlsx) {
                return Err(say(
                    self.locale,
                    "html 和 xlsx 报告需要用 --output 指明文件（- 表示标准输出）",
                    "reports in html and xlsx need --output and a file (- is the standard output)",
                )
                .to_owned());
            }
            return Ok(Output::standard(color));
        };
        if path.as_os_str() == "-" {
            return Ok(Output::standard(color));
        }
        let name = visible(&path.display().to_string());
        if inputs.found.iter().any(|input| input.is_file(path)) {
            let reason = say(
                self.locale,
                "报告不能写入被检查的文件",
                "the report must not replace a file that is checked",
            );
            return Err(format!("{name}: {reason}"));
        }
        Output::file(path, color)
            .map_err(|error| format!("{name}: {}", write_reason(&error, self.locale)))
    }

    /// A report in a file leaves one line for the terminal.
    fn tell_done(&self, totals: &Totals) {
        let Some(path) = self.options.output.as_deref() else {
            return;
        };
        if path.as_os_str() == "-" {
            return;
        }
        let name = visible(&path.display().to_string());
        let counts = totals.counts.words(self.locale);
        match self.locale {
            Locale::Chinese => {
                tell(format_args!(
                    "{} 个文件，{counts}；报告已写入 {name}",
                    totals.files
                ));
            }
            Locale::English => {
                let noun = if totals.files == 1 { "file" } else { "files" };
                tell(format_args!(
                    "{} {noun}: {counts}; report written to {name}",
                    totals.files
                ));
            }
        }
    }

    fn complain(&self, sentence: &str) {
        tell(format_args!(
            "{}{sentence}",
            say(self.locale, "错误：", "error: ")
        ));
    }

    fn tell_of(&self, inputs: &Inputs) {
        for failure in &inputs.failures {
            self.complain(failure);
        }
        for folder in &inputs.empty_folders {
            let folder = visible(&folder.display().to_string());
            tell(format_args!(
                "{folder}: {}",
                say(
                    self.locale,
                    "没有名称为预算、决算公开的文件（*.yusuan，或名称含“预算公开”等的 .txt、.md、.docx、.xlsx、.pdf）",
                    "no files named like disclosures (*.yusuan, or .txt, .md, .docx, .xlsx, .pdf with 预算公开 etc.)",
                )
            ));
        }
    }

    /// Checks the files on all cores, and reports on them in order.
    fn check_all<R: Report>(
        &self,
        inputs: &[Input],
        report: &mut R,
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
                scope.spawn(|| self.work::<R>(inputs, &next, &enough, finished));
            }
            drop(finished);
            let reported = self.report(inputs, outcomes, report, output, tally, &enough);
            enough.store(true, Ordering::Relaxed);
            reported
        })
    }

    fn work<R: Report>(
        &self,
        inputs: &[Input],
        next: &AtomicUsize,
        enough: &AtomicBool,
        finished: Sender<(usize, Outcome<R::Part>)>,
    ) {
        // Every core has files of its own: none helps another with one file.
        let alone = ThreadPoolBuilder::new().num_threads(1).use_current_thread();
        let _alone = (inputs.len() > 1).then(|| alone.build());
        while !enough.load(Ordering::Relaxed) {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(input) = inputs.get(index) else {
                return;
            };
            let outcome = catch_unwind(AssertUnwindSafe(|| self.check::<R>(index, input)));
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

    fn report<R: Report>(
        &self,
        inputs: &[Input],
        outcomes: Receiver<(usize, Outcome<R::Part>)>,
        report: &mut R,
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
                progress
                    .suspend(|| self.report_one((*index, input), outcome, report, output, tally))?;
                due.next();
            }
            if output.is_closed() {
                enough.store(true, Ordering::Relaxed);
            }
        }
        progress.finish_and_clear();
        Ok(())
    }

    fn report_one<R: Report>(
        &self,
        (index, input): (usize, &Input),
        outcome: Outcome<R::Part>,
        report: &mut R,
        output: &mut Output,
        tally: &mut Tally,
    ) -> io::Result<()> {
        let name = input.name(self.locale);
        match outcome {
            Err(reason) => {
                let sentence = format!("{name}: {reason}");
                self.complain(&sentence);
                tally.totals.failures.push(sentence);
                Ok(())
            }
            Ok(checked) => {
                tally.totals.counts.add(checked.counts);
                tally.fails |= checked.fails;
                tally.occurrences.add(checked.occurrences);
                tally.digests.add(index, checked.digests);
                if let Some(encoding) = checked.encoding {
                    self.tell_encoding(&name, encoding);
                }
                for note in &checked.notes {
                    tell(format_args!(
                        "{name}: {}",
                        original_place::note(note, self.locale)
                    ));
                }
                if let Some(nothing) = checked.nothing {
                    tell(format_args!("{name}: {}", nothing.words(self.locale)));
                }
                report.add(checked.part, output)
            }
        }
    }

    /// The reports for people say it themselves; those for programs hold nothing but findings.
    fn tell_encoding(&self, name: &str, encoding: SourceEncoding) {
        if self.format == Format::Text {
            return;
        }
        match self.locale {
            Locale::Chinese => tell(format_args!("{name}: 按 {encoding} 编码读取")),
            Locale::English => tell(format_args!("{name}: read as {encoding}")),
        }
    }

    /// Where documents contradict each other.
    fn report_comparison<R: Report>(
        &self,
        inputs: &[Input],
        report: &mut R,
        output: &mut Output,
        tally: &mut Tally,
    ) -> io::Result<()> {
        let digests = std::mem::take(&mut tally.digests);
        for compared in digests.compare(inputs, self.projects, self.locale) {
            let Some(input) = inputs.get(compared.file) else {
                continue;
            };
            let project = self.projects.of(input);
            tally
                .occurrences
                .note(project.as_deref(), compared.accepted, compared.occurring);
            if compared.diagnostics.is_empty() {
                continue;
            }
            let file = CheckedFile {
                number: tally.parts,
                path: input.path(),
                name: input.name(self.locale),
                draft: &Draft::without_analysis(compared.text),
                diagnostics: &compared.diagnostics,
                map: None,
                notes: &[],
                encoding: None,
            };
            self.report_more(&file, report, output, tally)?;
        }
        Ok(())
    }

    /// Adds a part that is about no file of its own.
    fn report_more<R: Report>(
        &self,
        file: &CheckedFile<'_>,
        report: &mut R,
        output: &mut Output,
        tally: &mut Tally,
    ) -> io::Result<()> {
        let settings = Settings {
            coverage: false,
            ..self.settings
        };
        tally.parts += 1;
        tally.totals.counts.add(file.counts(settings));
        let mut severities = file.diagnostics.iter().map(|it| it.severity);
        tally.fails |= severities.any(|it| self.options.fail_on.reached_by(it));
        let part = R::part(file, settings).map_err(io::Error::other)?;
        report.add(part, output)
    }

    /// What is to be said of the project files themselves.
    fn report_projects<R: Report>(
        &self,
        report: &mut R,
        output: &mut Output,
        tally: &mut Tally,
    ) -> io::Result<()> {
        tally.totals.accepted = tally.occurrences.accepted();
        for project in self.projects.used() {
            let mut problems = project.problems.clone();
            problems.extend(tally.occurrences.no_longer(&project));
            let found = ide::project_diagnostics(&problems, self.locale);
            if found.is_empty() {
                continue;
            }
            let path = projects::shown(&project.path);
            let file = CheckedFile {
                number: tally.parts,
                name: visible(&path),
                path,
                draft: &Draft::without_analysis(project.text.clone()),
                diagnostics: &found,
                map: None,
                notes: &[],
                encoding: None,
            };
            self.report_more(&file, report, output, tally)?;
        }
        Ok(())
    }

    fn check<R: Report>(&self, number: usize, input: &Input) -> Outcome<R::Part> {
        let source = input.read(self.locale)?;
        let project = self.projects.of(input);
        let agreed = project.as_ref().and_then(|it| it.project.locale);
        let locale = self.chosen.or(agreed).unwrap_or(self.locale);
        let (draft, review) = projects::examine(project.as_deref(), &input.path(), &source.text);
        let diagnostics = ide::reviewed_diagnostics(&draft, &review, locale);
        let settings = Settings {
            locale,
            ..self.settings
        };
        let file = CheckedFile {
            number,
            path: input.path(),
            name: input.name(self.locale),
            draft: &draft,
            diagnostics: &diagnostics,
            map: source.map.as_ref(),
            notes: &source.notes,
            encoding: source.encoding.filter(|it| is_worth_a_word(*it)),
        };
        let fails = |diagnostic: &Diagnostic| self.options.fail_on.reached_by(diagnostic.severity);
        Ok(Checked {
            part: R::part(&file, settings)?,
            counts: file.counts(settings),
            fails: diagnostics.iter().any(fails),
            digests: project::digest(&draft, projects::file_name(&input.path())),
            occurrences: Occurrences::of(project.as_deref(), &review),
            encoding: file.encoding,
            notes: source.notes,
            nothing: Nothing::of(&draft),
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
