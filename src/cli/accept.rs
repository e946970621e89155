//! `yusuan accept` and `yusuan baseline`: findings that are accepted, with a reason.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use super::arguments::{AcceptArguments, BaselineArguments, ProjectArguments};
use super::inputs::{self, Input};
use super::output::{print, tell, visible};
use super::projects::{Projects, examine, file_name, folder, shown};
use super::reasons::{read_reason, write_reason};
use super::{FAILED, say};
use crate::audit::{Draft, Finding, Locale, PlacedAnalysis, Severity};
use crate::project::{
    self, Acceptance, FILE_NAME, Loaded, Mismatch, Project, Review, key_at, with_accepted,
};
use crate::rules::{Check, rule};
use crate::text::Text;

/// What could not be done; a sentence.
type Failure = String;

/// Accepts the findings of a check on a line.
pub fn accept(options: &AcceptArguments, locale: Locale) -> ExitCode {
    finish(accept_at(options, locale), locale)
}

/// Accepts every finding of files.
pub fn baseline(options: &BaselineArguments, locale: Locale) -> ExitCode {
    finish(accept_all(options, locale), locale)
}

/// What was written: how many findings, and where.
struct Written {
    count: usize,
    path: PathBuf,
}

fn finish(written: Result<Written, Failure>, locale: Locale) -> ExitCode {
    match written {
        Ok(Written { count, path }) => {
            let path = visible(&shown(&path));
            match locale {
                Locale::Chinese => print(format_args!("{path}: 已接受 {count} 个问题")),
                Locale::English => print(format_args!("{path}: {count} findings accepted")),
            }
            ExitCode::SUCCESS
        }
        Err(reason) => {
            tell(format_args!("{}{reason}", say(locale, "错误：", "error: ")));
            ExitCode::from(FAILED)
        }
    }
}

fn accept_at(options: &AcceptArguments, locale: Locale) -> Result<Written, Failure> {
    reason(&options.reason, locale)?;
    let (path, line) = place(&options.place, locale)?;
    let target = Target::for_folder(options.config.as_deref(), folder(&path), locale)?;
    let (acceptances, others) = match compares(&options.code) {
        true => (
            between_documents(&target, &path, line, options, locale)?,
            Vec::new(),
        ),
        false => within_document(&target, path, line, options, locale)?,
    };
    if acceptances.is_empty() {
        return Err(nothing_there(options, &others, locale));
    }
    target.write(&acceptances, locale)
}

/// The findings of a check on a line, and the other checks that say something of it.
fn within_document(
    target: &Target,
    path: PathBuf,
    line: usize,
    options: &AcceptArguments,
    locale: Locale,
) -> Result<(Vec<Acceptance>, Vec<&'static str>), Failure> {
    let input = Input::File(path);
    let examined = Examined::read(&input, target.loaded.as_deref(), locale)?;
    let mut acceptances = Vec::new();
    let mut others = Vec::new();
    for (placed, finding, _) in examined.findings() {
        let start = finding.span.offset_by(placed.start).start;
        if examined.draft.text.line_of(start) + 1 != line {
            continue;
        }
        if finding.code == options.code {
            let acceptance = examined.acceptance(placed, finding, options.reason.trim());
            push(&mut acceptances, acceptance);
        } else {
            others.push(finding.code);
        }
    }
    Ok((acceptances, others))
}

/// Whether a check compares documents.
fn compares(code: &str) -> bool {
    rule(code).is_some_and(|rule| matches!(rule.checks, [Check::Comparison]))
}

/// The contradictions of a line with other documents of the folder.
fn between_documents(
    target: &Target,
    path: &Path,
    line: usize,
    options: &AcceptArguments,
    locale: Locale,
) -> Result<Vec<Acceptance>, Failure> {
    let projects = target.projects(locale)?;
    let mut paths = vec![path.to_owned()];
    paths.push(folder(&target.path).to_owned());
    let wanted = path.canonicalize().ok();
    let mut acceptances = Vec::new();
    for (input, text, mismatch) in mismatches(&paths, target, &projects, locale)? {
        let here = match &input {
            Input::File(file) => file.canonicalize().ok() == wanted,
            Input::Standard => false,
        };
        let at = text.line_of(mismatch.span.start) + 1;
        if here && at == line && mismatch.code == options.code {
            let reason = options.reason.trim().to_owned();
            let key = mismatch.key;
            push(&mut acceptances, Acceptance { key, reason });
        }
    }
    Ok(acceptances)
}

/// The contradictions between documents that are not accepted yet, each with the file that it is
/// found in and the text of that.
fn mismatches(
    paths: &[PathBuf],
    target: &Target,
    projects: &Projects,
    locale: Locale,
) -> Result<Vec<(Input, Text, Mismatch)>, Failure> {
    let mut documents = Vec::new();
    let mut digests = Vec::new();
    let mut seen = HashSet::new();
    for input in inputs::find(paths, Vec::new(), projects, locale).found {
        let known = match &input {
            Input::File(file) => !seen.insert(file.canonicalize().ok()),
            Input::Standard => false,
        };
        if known {
            continue;
        }
        let examined = Examined::read(&input, target.loaded.as_deref(), locale)?;
        for digest in project::digest(&examined.draft, &examined.name) {
            documents.push((input.clone(), examined.draft.text.clone()));
            digests.push(digest);
        }
    }
    let unset = Project::default();
    let project = target.loaded.as_ref().map_or(&unset, |it| &it.project);
    let found = project::compare(&digests).into_iter();
    let found = found.filter(|it| {
        let wanted = project.policy.severity_of(it.code, it.severity);
        wanted.is_some() && project.accepted_as(&it.key).is_empty()
    });
    let found = found.filter_map(|mismatch| {
        let (input, text) = documents.get(mismatch.document)?.clone();
        Some((input, text, mismatch))
    });
    Ok(found.collect())
}

fn accept_all(options: &BaselineArguments, locale: Locale) -> Result<Written, Failure> {
    let reason = reason(&options.reason, locale)?;
    let first = options
        .paths
        .first()
        .map_or(Path::new("."), PathBuf::as_path);
    let home = if first.is_dir() { first } else { folder(first) };
    let target = Target::for_folder(options.config.as_deref(), home, locale)?;
    let projects = target.projects(locale)?;
    let found = inputs::find(&options.paths, Vec::new(), &projects, locale);
    if let Some(failure) = found.failures.first() {
        return Err(failure.clone());
    }
    let mut acceptances = Vec::new();
    for input in &found.found {
        let examined = Examined::read(input, target.loaded.as_deref(), locale)?;
        for (placed, finding, severity) in examined.findings() {
            if options.hints || severity != Severity::Hint {
                push(
                    &mut acceptances,
                    examined.acceptance(placed, finding, reason),
                );
            }
        }
    }
    for (_, _, mismatch) in mismatches(&options.paths, &target, &projects, locale)? {
        let reason = reason.to_owned();
        let key = mismatch.key;
        push(&mut acceptances, Acceptance { key, reason });
    }
    target.write(&acceptances, locale)
}

/// One entry serves for findings that are alike.
fn push(acceptances: &mut Vec<Acceptance>, acceptance: Acceptance) {
    if !acceptances.contains(&acceptance) {
        acceptances.push(acceptance);
    }
}

fn reason(words: &str, locale: Locale) -> Result<&str, Failure> {
    let words = words.trim();
    if words.is_empty() {
        let failure = say(
            locale,
            "接受问题必须写明理由（--reason）",
            "a reason is needed (--reason)",
        );
        return Err(failure.to_owned());
    }
    Ok(words)
}

/// `草稿.txt:12`.
fn place(words: &str, locale: Locale) -> Result<(PathBuf, usize), Failure> {
    let parts = words.rsplit_once(':');
    let parsed = parts.and_then(|(path, line)| Some((path, line.parse().ok()?)));
    match parsed {
        Some((path, line)) => Ok((PathBuf::from(path), line)),
        None => Err(format!(
            "{}{}",
            visible(words),
            say(
                locale,
                "：应为文件和行号，如 草稿.txt:12",
                ": a file and a line are needed, such as draft.txt:12"
            )
        )),
    }
}

fn nothing_there(options: &AcceptArguments, others: &[&str], locale: Locale) -> Failure {
    let AcceptArguments { place, code, .. } = options;
    let (place, code) = (visible(place), visible(code));
    if rule(&code).is_none() {
        return match locale {
            Locale::Chinese => format!("没有规则 {code}（yusuan explain 列出全部规则）"),
            Locale::English => format!("no rule {code} (yusuan explain lists all rules)"),
        };
    }
    let others = others.join(say(locale, "、", ", "));
    match (locale, others.is_empty()) {
        (Locale::Chinese, true) => format!("{place} 没有 {code} 的问题"),
        (Locale::Chinese, false) => format!("{place} 没有 {code} 的问题，有 {others}"),
        (Locale::English, true) => format!("{place}: no finding of {code}"),
        (Locale::English, false) => format!("{place}: no finding of {code}, but of {others}"),
    }
}

/// The project file that is written to.
struct Target {
    path: PathBuf,
    /// What stands in it; none when it is new.
    loaded: Option<Arc<Loaded>>,
}

impl Target {
    fn for_folder(config: Option<&Path>, folder: &Path, locale: Locale) -> Result<Self, Failure> {
        let path = match config {
            Some(path) => path.to_owned(),
            None => project::find(folder, None).unwrap_or_else(|| folder.join(FILE_NAME)),
        };
        if !path.exists() {
            return Ok(Self { path, loaded: None });
        }
        let loaded = project::load(&path).map_err(|error| {
            let name = visible(&path.display().to_string());
            format!("{name}: {}", read_reason(&error, locale))
        })?;
        Ok(Self {
            path,
            loaded: Some(Arc::new(loaded)),
        })
    }

    /// That project file for all inputs.
    fn projects(&self, locale: Locale) -> Result<Projects, Failure> {
        let options = ProjectArguments {
            config: self.loaded.as_ref().map(|loaded| loaded.path.clone()),
            no_config: self.loaded.is_none(),
        };
        Projects::chosen(&options, locale)
    }

    fn write(self, acceptances: &[Acceptance], locale: Locale) -> Result<Written, Failure> {
        let name = visible(&self.path.display().to_string());
        let source = self.loaded.map(|loaded| loaded.text.to_string());
        let written = with_accepted(&source.unwrap_or_default(), acceptances)
            .map_err(|message| format!("{name}: {}", message.text(locale)))?;
        if !acceptances.is_empty() {
            project::write(&self.path, written.trim_start_matches('\n'))
                .map_err(|error| format!("{name}: {}", write_reason(&error, locale)))?;
        }
        Ok(Written {
            count: acceptances.len(),
            path: self.path,
        })
    }
}

/// A file and what its project makes of it.
struct Examined {
    name: String,
    draft: Draft,
    review: Review,
}

impl Examined {
    fn read(input: &Input, loaded: Option<&Loaded>, locale: Locale) -> Result<Self, Failure> {
        let decoded = input
            .read(locale)
            .map_err(|reason| format!("{}: {reason}", input.name(locale)))?;
        let path = input.path();
        let (draft, review) = examine(loaded, &path, &decoded.text);
        Ok(Self {
            name: file_name(&path).to_owned(),
            draft,
            review,
        })
    }

    /// The findings that are shown, and how grave they are.
    fn findings(&self) -> impl Iterator<Item = (&PlacedAnalysis, &Finding, Severity)> {
        self.review.shown.iter().filter_map(|judged| {
            let placed = self.draft.disclosures.get(judged.disclosure)?;
            let finding = placed.analysis.findings.get(judged.finding)?;
            Some((placed, finding, judged.severity))
        })
    }

    fn acceptance(&self, placed: &PlacedAnalysis, finding: &Finding, reason: &str) -> Acceptance {
        Acceptance {
            key: key_at(placed, finding.code, finding.span, &self.name),
            reason: reason.to_owned(),
        }
    }
}
