//! One file for a browser: the drafts as a person reads them, with the findings beside them.
//!
//! The file needs no network and fetches nothing. Without its script it is still whole: every
//! finding is a link from the draft to what is said of it.

mod coverage;
mod draft;
mod escape;
mod findings;
mod marks;
mod table;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::io;

use super::{
    CheckedFile, Counts, CountsByRule, Nothing, Output, Report, Settings, Totals, rule_title,
    severity_code, severity_name, title,
};
use crate::audit::{Draft, Locale, Severity};
use crate::cli::{original_place, say};
use crate::text::Span;
use escape::escaped;
use findings::SEVERITIES;
use marks::{Painter, Places};

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");

/// What the file may load: nothing but itself.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; \
                      base-uri 'none'; form-action 'none'";

/// The drafts with their findings.
pub struct HtmlReport {
    locale: Locale,
    files: Vec<HtmlPart>,
}

/// What is said of one file.
pub struct HtmlPart {
    number: usize,
    name: String,
    titles: String,
    counts: [usize; SEVERITIES.len()],
    rules: CountsByRule,
    /// The printed numbers, and those that were checked.
    figures: (usize, usize),
    /// Tables that were not recognised, and sentences that were not checked.
    gaps: (usize, usize),
    list: String,
    draft: String,
}

impl HtmlReport {
    /// A report without files.
    pub fn new(locale: Locale) -> Self {
        Self {
            locale,
            files: Vec::new(),
        }
    }
}

impl Report for HtmlReport {
    type Part = HtmlPart;

    fn part(file: &CheckedFile<'_>, settings: Settings) -> Result<HtmlPart, String> {
        let (draft, locale) = (file.draft, settings.locale);
        let mut places = Places::of(draft);
        let cards = findings::gather(file, &mut places, locale);
        let checked = coverage::gather(file, &mut places, locale);
        let marks = findings::marks(&cards);
        let unchecked = unchecked(draft);
        let mut painter = Painter::new(places, &marks, &unchecked, file.number, locale);
        let mut rules = CountsByRule::default();
        file.diagnostics.iter().for_each(|it| rules.count(it));
        let of = |severity| {
            file.diagnostics
                .iter()
                .filter(move |it| it.severity == severity)
        };
        let mut part = HtmlPart {
            number: file.number,
            name: file.name.clone(),
            titles: titles(draft, locale),
            counts: SEVERITIES.map(|severity| of(severity).count()),
            rules,
            figures: {
                let (tables, prose) = coverage::numbers(&checked);
                (tables.0 + prose.0, tables.1 + prose.1)
            },
            gaps: coverage::gaps(&checked),
            list: String::new(),
            draft: String::new(),
        };
        findings::write(&mut part.list, file.number, &cards, locale);
        if let Some(encoding) = file.encoding {
            let words = match locale {
                Locale::Chinese => format!("按 {encoding} 编码读取"),
                Locale::English => format!("read as {encoding}"),
            };
            let _ = writeln!(part.draft, "<p class=\"encoding\">{}</p>", escaped(&words));
        }
        for note in file.notes {
            let words = escaped(&original_place::note(note, locale));
            let _ = writeln!(part.draft, "<p class=\"note\">{words}</p>");
        }
        coverage::write(&mut part.draft, &checked, locale);
        draft::write(&mut part.draft, draft, &mut painter);
        Ok(part)
    }

    fn add(&mut self, part: HtmlPart, _: &mut Output) -> io::Result<()> {
        self.files.push(part);
        Ok(())
    }

    fn finish(&mut self, totals: &Totals, output: &mut Output) -> io::Result<()> {
        let mut page = String::new();
        self.write_head(&mut page);
        self.write_banner(&mut page, totals);
        page.push_str("<div class=\"panes\">\n");
        self.write_side(&mut page);
        output.write_bytes(page.as_bytes())?;
        output.write_bytes(b"<main>\n")?;
        for file in &self.files {
            output.write_bytes(file.draft_section(self.locale).as_bytes())?;
        }
        let end = format!(
            "</main>\n</div>\n<p class=\"said\" role=\"status\" id=\"status\"></p>\n\
             <script>\n{SCRIPT}</script>\n</body>\n</html>\n"
        );
        output.write_bytes(end.as_bytes())
    }
}

impl HtmlReport {
    fn say<T>(&self, chinese: T, english: T) -> T {
        say(self.locale, chinese, english)
    }

    fn write_head(&self, out: &mut String) {
        let language = self.say("zh-CN", "en");
        let title = self.say("预决算公开文本检查报告", "Budget disclosure check");
        let names = self.files.iter().map(|file| match file.titles.is_empty() {
            true => file.name.as_str(),
            false => file.titles.as_str(),
        });
        let first = names.take(1).map(escaped).collect::<String>();
        let version = env!("CARGO_PKG_VERSION");
        let _ = write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n\
             <meta name=\"generator\" content=\"Yusuan {version}\">\n\
             <title>{title} {first}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n"
        );
    }

    fn write_banner(&self, out: &mut String, totals: &Totals) {
        let title = self.say("预决算公开文本检查报告", "Budget disclosure check");
        let skip = self.say("跳到正文", "Skip to the draft");
        let _ = write!(
            out,
            "<a class=\"skip\" href=\"#draft\">{skip}</a>\n<header class=\"banner\">\n\
             <h1>{title}</h1>\n<p class=\"subject\">{}</p>\n<ul class=\"totals\">\n",
            escaped(&self.subject())
        );
        for (severity, count) in SEVERITIES.into_iter().zip(self.counts()) {
            let (code, name) = (
                severity_code(severity),
                severity_name(severity, self.locale),
            );
            let _ = writeln!(
                out,
                "<li class=\"{code}\"><b>{count}</b> <span>{name}</span></li>"
            );
        }
        let (all, checked) = self.files.iter().fold((0, 0), |sum, file| {
            (sum.0 + file.figures.0, sum.1 + file.figures.1)
        });
        let figures = self.say("个数字已核对", "numbers checked");
        let _ = writeln!(
            out,
            "<li><b>{checked}<small> / {all}</small></b> <span>{figures}</span></li>"
        );
        let (tables, sentences) = self.files.iter().fold((0, 0), |sum, file| {
            (sum.0 + file.gaps.0, sum.1 + file.gaps.1)
        });
        if totals.accepted > 0 {
            let words = self.say("个问题已接受", "accepted");
            let accepted = totals.accepted;
            let _ = writeln!(out, "<li><b>{accepted}</b> <span>{words}</span></li>");
        }
        for (count, words) in [
            (tables, self.say("张表没有识别", "tables not recognised")),
            (sentences, self.say("句没有核对", "sentences not checked")),
        ] {
            let _ = writeln!(out, "<li><b>{count}</b> <span>{words}</span></li>");
        }
        out.push_str("</ul>\n");
        if !totals.failures.is_empty() {
            let heading = self.say("以下文件无法检查", "These files could not be checked");
            let _ = writeln!(out, "<div class=\"failures\">\n<h2>{heading}</h2>\n<ul>");
            for sentence in &totals.failures {
                let _ = writeln!(out, "<li>{}</li>", escaped(sentence));
            }
            out.push_str("</ul>\n</div>\n");
        }
        out.push_str("</header>\n");
    }

    /// What was checked, in a line.
    fn subject(&self) -> String {
        match (self.files.as_slice(), self.locale) {
            ([one], _) if !one.titles.is_empty() => format!("{} · {}", one.titles, one.name),
            ([one], _) => one.name.clone(),
            (files, Locale::Chinese) => format!("{} 个文件", files.len()),
            (files, Locale::English) => format!("{} files", files.len()),
        }
    }

    fn counts(&self) -> [usize; SEVERITIES.len()] {
        let mut sum = [0; SEVERITIES.len()];
        for file in &self.files {
            for (total, count) in sum.iter_mut().zip(file.counts) {
                *total += count;
            }
        }
        sum
    }

    fn write_side(&self, out: &mut String) {
        let label = self.say("检查结果", "Findings");
        let _ = writeln!(out, "<aside aria-label=\"{label}\">");
        self.write_files(out);
        self.write_filters(out);
        for file in &self.files {
            let (number, name) = (file.number, escaped(&file.name));
            let _ = writeln!(
                out,
                "<section class=\"findings\" data-file=\"{number}\" aria-label=\"{label} {name}\">"
            );
            // Of a single file the banner says it on paper.
            let printed = if self.files.len() > 1 {
                "said printed"
            } else {
                "said"
            };
            let _ = writeln!(out, "<h2 class=\"{printed}\">{name}</h2>");
            match file.list.is_empty() {
                true => {
                    let none = self.say("没有发现问题", "Nothing was found");
                    let _ = writeln!(out, "<p class=\"none\">{none}</p>");
                }
                false => out.push_str(&file.list),
            }
            out.push_str("</section>\n");
        }
        out.push_str("</aside>\n");
    }

    /// The files to choose from.
    fn write_files(&self, out: &mut String) {
        if self.files.len() < 2 {
            return;
        }
        let label = self.say("文件", "Files");
        let _ = writeln!(out, "<nav aria-label=\"{label}\" class=\"files\">\n<ul>");
        for file in &self.files {
            let [errors, warnings, notes, _] = file.counts;
            let counts = Counts {
                errors,
                warnings,
                notes,
            };
            let _ = writeln!(
                out,
                "<li><a href=\"#file{}\" data-file=\"{}\" title=\"{}\">\
                 <span class=\"name\">{}</span> \
                 <span class=\"title\">{}</span> <span class=\"counts\">{}</span></a></li>",
                file.number,
                file.number,
                escaped(&file.name),
                escaped(base_name(&file.name)),
                escaped(&file.titles),
                counts.words(self.locale)
            );
        }
        out.push_str("</ul>\n</nav>\n");
    }

    fn write_filters(&self, out: &mut String) {
        let mut rules = CountsByRule::default();
        for file in &self.files {
            rules.add(file.rules.clone());
        }
        if rules.0.is_empty() {
            return;
        }
        let label = self.say("筛选检查结果", "Filter the findings");
        let _ = writeln!(
            out,
            "<form class=\"filters\" role=\"search\" aria-label=\"{label}\">\n<div class=\"levels\">"
        );
        for (severity, count) in SEVERITIES.into_iter().zip(self.counts()) {
            if count == 0 {
                continue;
            }
            let (code, name) = (
                severity_code(severity),
                severity_name(severity, self.locale),
            );
            // Hints are there for who looks for them.
            let checked = if severity == Severity::Hint {
                ""
            } else {
                " checked"
            };
            let _ = writeln!(
                out,
                "<label class=\"{code}\"><input type=\"checkbox\" name=\"level\" \
                 value=\"{code}\"{checked}> {name} <span class=\"count\" \
                 data-level=\"{code}\">{count}</span></label>"
            );
        }
        let (all, rule) = (self.say("全部规则", "All rules"), self.say("规则", "Rule"));
        let _ = writeln!(
            out,
            "</div>\n<label><span class=\"said\">{rule}</span>\
             <select name=\"rule\"><option value=\"\">{all}</option>"
        );
        for code in rules.0.keys() {
            let title = rule_title(code, self.locale);
            let _ = writeln!(out, "<option value=\"{code}\">{code} {title}</option>");
        }
        let words = self.say("按文字查找", "Search the words");
        let unchecked = self.say("标出没有核对的数字", "Mark numbers that were not checked");
        let _ = writeln!(
            out,
            "</select></label>\n<label><span class=\"said\">{words}</span>\
             <input type=\"search\" name=\"words\" placeholder=\"{words}\"></label>\n\
             <label class=\"option\"><input type=\"checkbox\" name=\"unchecked\"> {unchecked}</label>\n\
             <p class=\"shown\" data-template=\"{}\"></p>\n</form>",
            self.say("显示 {shown} 条，共 {all} 条", "{shown} of {all} shown")
        );
    }
}

impl HtmlPart {
    fn draft_section(&self, locale: Locale) -> String {
        let number = self.number;
        let id = if number == 0 { " id=\"draft\"" } else { "" };
        let (name, titles) = (escaped(&self.name), escaped(&self.titles));
        let heading = if titles.is_empty() { &name } else { &titles };
        let lines = say(locale, "相关数字的连线", "Lines between figures");
        format!(
            "<section class=\"file\" id=\"file{number}\" data-file=\"{number}\" tabindex=\"-1\" \
             aria-label=\"{name}\">\n<header{id}>\n<h2>{heading}</h2>\n<p class=\"path\">{name}</p>\n\
             </header>\n{}<svg class=\"lines\" aria-hidden=\"true\"><title>{lines}</title></svg>\n\
             </section>\n",
            self.draft
        )
    }
}

/// The last part of a path.
fn base_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// The titles of the disclosures of a draft, or that there was nothing to check in it.
fn titles(draft: &Draft, locale: Locale) -> String {
    if let Some(nothing) = Nothing::of(draft) {
        return nothing.words(locale).to_owned();
    }
    let titles = draft
        .disclosures
        .iter()
        .map(|placed| title::title(&placed.analysis.disclosure, locale));
    let titles: Vec<String> = titles.filter(|it| !it.is_empty()).collect();
    match titles.as_slice() {
        [first, _, _, ..] => match locale {
            Locale::Chinese => format!("{first} 等 {} 份", titles.len()),
            Locale::English => format!("{first} and {} more", titles.len() - 1),
        },
        few => few.join(say(locale, "、", ", ")),
    }
}

/// The amounts and percentages that take part in no check.
fn unchecked(draft: &Draft) -> Vec<Span> {
    let mut spans = BTreeSet::new();
    for placed in &draft.disclosures {
        let unchecked = placed.analysis.unchecked_figures();
        spans.extend(unchecked.map(|figure| figure.span.offset_by(placed.start)));
    }
    spans.into_iter().collect()
}

/// The class of a severity.
fn class(severity: Severity) -> &'static str {
    severity_code(severity)
}
