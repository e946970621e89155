//! `yusuan new`: a draft with all parts, tables and the glossary, and blanks for the figures.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::arguments::{Color, Kind, NewArguments};
use super::output::{Output, print, tell, visible};
use super::reasons::write_reason;
use super::{FAILED, say, standard_output_failed};
use crate::audit::Locale;

const BUDGET: &str = include_str!("budget.txt");
const FINAL_ACCOUNT: &str = include_str!("final_account.txt");

/// Writes the draft; a file that is there already is left as it is.
pub fn run(options: &NewArguments, locale: Locale) -> ExitCode {
    let organisation = options.organisation.trim();
    if organisation.is_empty() || organisation.chars().any(char::is_control) {
        let reason = say(locale, "单位名称无效", "not a name of an organisation");
        return failed(reason, locale);
    }
    let draft = draft(options.kind, organisation, options.year);
    let path = match &options.output {
        Some(path) => path.clone(),
        None => file_name(options.kind, organisation, options.year),
    };
    if path.as_os_str() == "-" {
        return match Output::standard(Color::Never).write(&draft) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => standard_output_failed(&error, locale),
        };
    }
    let name = visible(&path.display().to_string());
    match write(&path, &draft) {
        Ok(()) => {
            match locale {
                Locale::Chinese => print(format_args!("{name}: 已新建，“____”处待填写")),
                Locale::English => print(format_args!("{name}: made; fill in where it says ____")),
            }
            ExitCode::SUCCESS
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let reason = say(locale, "文件已存在，没有覆盖", "exists, not overwritten");
            failed(&format!("{name}: {reason}"), locale)
        }
        Err(error) => failed(&format!("{name}: {}", write_reason(&error, locale)), locale),
    }
}

fn failed(reason: &str, locale: Locale) -> ExitCode {
    tell(format_args!("{}{reason}", say(locale, "错误：", "error: ")));
    ExitCode::from(FAILED)
}

fn write(path: &Path, draft: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(draft.as_bytes())
}

/// `yusuan check` knows the file by this name.
fn file_name(kind: Kind, organisation: &str, year: u16) -> PathBuf {
    let kind = match kind {
        Kind::Budget => "部门预算公开",
        Kind::FinalAccount => "部门决算公开",
    };
    // A separator would lead to another folder.
    let organisation = organisation.replace(['/', '\\', ':'], "_");
    PathBuf::from(format!("{organisation}{year}年度{kind}.txt"))
}

/// A draft of a kind.
fn draft(kind: Kind, organisation: &str, year: u16) -> String {
    let template = match kind {
        Kind::Budget => BUDGET,
        Kind::FinalAccount => FINAL_ACCOUNT,
    };
    template
        .replace("{年}", &year.to_string())
        .replace("{上年}", &year.saturating_sub(1).to_string())
        .replace("{单位}", organisation)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Draft;
    use crate::cli::arguments::YEARS;
    use crate::document::{DocumentKind, TableKind};

    /// What is found in a new draft, besides the blanks that are to be filled in.
    fn findings(draft: &Draft) -> Vec<String> {
        let findings = draft
            .disclosures
            .iter()
            .flat_map(|it| &it.analysis.findings);
        findings
            .filter(|finding| finding.code != "B601")
            .map(|finding| format!("{} {}", finding.code, finding.message.chinese))
            .collect()
    }

    const KINDS: [(Kind, DocumentKind); 2] = [
        (Kind::Budget, DocumentKind::Budget),
        (Kind::FinalAccount, DocumentKind::FinalAccount),
    ];

    #[test]
    fn a_new_draft_is_clean_apart_from_its_blanks() {
        for (kind, read_as) in KINDS {
            let draft = Draft::open(&draft(kind, "青禾县图书馆", 2026));
            assert_eq!(findings(&draft), [] as [&str; 0], "{kind:?}");
            let [placed] = draft.disclosures.as_slice() else {
                panic!("{kind:?} is not one disclosure");
            };
            let disclosure = &placed.analysis.disclosure;
            assert_eq!(disclosure.kind, Some(read_as));
            assert_eq!(disclosure.fiscal_year, Some(2026));
            let organisation = disclosure.organisation.as_ref();
            assert_eq!(
                organisation.map(|it| it.name.as_str()),
                Some("青禾县图书馆")
            );
            assert_eq!(disclosure.tables.len(), 9);
            assert!(disclosure.glossary.len() >= 15);
            let blanks = &placed.analysis.findings;
            assert!(blanks.len() > 100, "the blanks are told of");
        }
    }

    #[test]
    fn a_new_draft_of_any_year_is_clean() {
        let organisations = [
            "青禾县民政局",
            "中共青禾县委办公室",
            "青禾县第一中学（本级）",
        ];
        for (year, organisation) in YEARS.zip(organisations.into_iter().cycle()) {
            for (kind, read_as) in KINDS {
                let draft = Draft::open(&draft(kind, organisation, year));
                assert_eq!(findings(&draft), [] as [&str; 0], "{kind:?} {year}");
                let disclosure = &draft.disclosures[0].analysis.disclosure;
                let read = (disclosure.kind, disclosure.fiscal_year);
                assert_eq!(read, (Some(read_as), Some(year)));
            }
        }
    }

    #[test]
    fn filled_in_tables_are_understood() {
        for kind in [Kind::Budget, Kind::FinalAccount] {
            let filled = draft(kind, "青禾县图书馆", 2026).replace("____", "0.00");
            let draft = Draft::open(&filled);
            let analysis = &draft.disclosures[0].analysis;
            let tables = &analysis.disclosure.tables;
            assert!(tables.iter().all(|it| it.kind != TableKind::Unrecognised));
            let count = analysis.identities.len();
            assert!(count > 60, "{kind:?} has {count} identities");
        }
    }

    #[test]
    fn a_name_leads_to_no_other_folder() {
        let name = file_name(Kind::Budget, "../某/县", 2026);
        assert_eq!(name, PathBuf::from(".._某_县2026年度部门预算公开.txt"));
    }
}
