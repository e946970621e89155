use super::*;
use crate::audit::{Draft, Severity};
use crate::text::Span;

/// A table whose total is wrong, and a sentence with a wrong share.
const BUDGET: &str = "\
青禾县文化馆2025年度单位预算公开

第二部分 2025年单位预算表

2025年预算支出总表

单位：万元

科目编码\t科目名称\t合计\t基本支出\t项目支出
合计\t\t130.00\t70.00\t50.00
207\t文化旅游体育与传媒支出\t120.00\t70.00\t50.00
20701\t文化和旅游\t120.00\t70.00\t50.00
2070109\t群众文化\t120.00\t70.00\t50.00
";

/// What is flagged by errors, judged by a project.
fn flagged(source: &str, project: &Project) -> Vec<(&'static str, Severity)> {
    let draft = Draft::open_under(source, Arc::clone(&project.conventions));
    let review = review(&draft, &project.policy, &project.accepted, "a.txt");
    let shown = review.shown.iter().map(|judged| {
        let analysis = &draft.disclosures[judged.disclosure].analysis;
        (analysis.findings[judged.finding].code, judged.severity)
    });
    shown
        .filter(|(code, _)| code.starts_with("B1") || code.starts_with("B404"))
        .collect()
}

#[track_caller]
fn project(source: &str) -> Project {
    let (project, problems) = read(source);
    assert_eq!(problems, []);
    project
}

/// The problems of a project file: the words at each place, and what is said of them.
fn problems(source: &str) -> Vec<(String, String)> {
    let (_, problems) = read(source);
    let told = problems.into_iter().map(|problem| {
        let Span { start, end } = problem.span;
        (source[start..end].to_owned(), problem.message.chinese)
    });
    told.collect()
}

/// The first error of the budget, accepted.
fn accepted(source: &str) -> Acceptance {
    let draft = Draft::open(source);
    let placed = &draft.disclosures[0];
    let finding = placed
        .analysis
        .findings
        .iter()
        .find(|finding| finding.severity == Severity::Error)
        .unwrap();
    Acceptance {
        key: key_at(placed, finding.code, finding.span, "a.txt"),
        reason: "上级批复的数字".to_owned(),
    }
}

#[test]
fn levels_apply_by_check_and_by_family() {
    let error = flagged(BUDGET, &Project::default());
    assert_eq!(error.len(), 1, "{error:?}");
    let (code, severity) = error[0];
    assert_eq!(severity, Severity::Error);
    let level = |lines: &str| flagged(BUDGET, &project(&format!("[checks]\n{lines}")));
    assert_eq!(level("B1 = \"hint\""), [(code, Severity::Hint)]);
    assert_eq!(
        level(&format!("B1 = \"off\"\n{code} = \"warning\"")),
        [(code, Severity::Warning)]
    );
    assert_eq!(level(&format!("{code} = \"off\"")), []);
}

#[test]
fn roundings_are_noted_errors_or_nothing() {
    let rounded = BUDGET
        .replace("合计\t\t130.00\t70.00", "合计\t\t120.01\t70.00")
        .replace(
            "207\t文化旅游体育与传媒支出\t120.00",
            "207\t文化旅游体育与传媒支出\t120.01",
        )
        .replace("20701\t文化和旅游\t120.00", "20701\t文化和旅游\t120.01")
        .replace("2070109\t群众文化\t120.00", "2070109\t群众文化\t120.01");
    let under = |rounding: &str| flagged(&rounded, &project(rounding));
    assert_eq!(under(""), [("B115", Severity::Information)]);
    assert_eq!(under("rounding = \"note\""), under(""));
    assert_eq!(under("rounding = \"strict\""), [("B115", Severity::Error)]);
    assert_eq!(under("rounding = \"silent\""), []);
}

#[test]
fn a_local_subject_has_its_own_name() {
    let local = BUDGET
        .replace("130.00", "120.00")
        .replace("群众文化", "乡村文化");
    assert_eq!(
        flagged(&local, &Project::default()),
        [("B404", Severity::Warning)]
    );
    let known = "[[subjects]]\ncode = \"2070109\"\nname = \"乡村文化\"\n";
    assert_eq!(flagged(&local, &project(known)), []);
    let other = "[[subjects]]\ncode = \"2070109\"\nname = \"镇村文化\"\n";
    assert_eq!(flagged(&local, &project(other)).len(), 1);
}

#[test]
fn an_accepted_finding_survives_edits_elsewhere() {
    let written = with_accepted("", &[accepted(BUDGET)]).unwrap();
    insta::assert_snapshot!(written);
    let project = project(&written);
    assert_eq!(flagged(BUDGET, &project), []);
    let longer = BUDGET.replace(
        "第二部分",
        "第一部分 概况\n\n负责群众文化工作。\n\n第二部分",
    );
    assert_eq!(flagged(&longer, &project), []);
    let changed = BUDGET.replace("130.00", "140.00");
    assert_eq!(flagged(&changed, &project).len(), 1);
}

#[test]
fn what_no_longer_occurs_is_told_of() {
    let project = project(&with_accepted("", &[accepted(BUDGET)]).unwrap());
    let stale = |source: &str| {
        let draft = Draft::open(source);
        let found = review(&draft, &project.policy, &project.accepted, "a.txt");
        no_longer_occurs(&project.accepted, &found.occurring, &found.documents).len()
    };
    assert_eq!(stale(BUDGET), 0);
    assert_eq!(stale(&BUDGET.replace("130.00", "120.00")), 1);
    let another_year = BUDGET.replace("2025", "2024").replace("130.00", "120.00");
    assert_eq!(stale(&another_year), 0);
}

#[test]
fn a_document_without_identity_is_named_by_its_file() {
    let draft = Draft::open("合计\t5\n");
    let named = document_name(&draft.disclosures[0].analysis.disclosure, "草稿.txt");
    assert_eq!(named, "草稿.txt");
}

/// Every finding of the documents with planted mistakes, accepted at once.
#[test]
fn whatever_is_found_can_be_accepted() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/planted");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "tsv") {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        let draft = Draft::open(&source);
        let mut acceptances = Vec::new();
        for placed in &draft.disclosures {
            for finding in &placed.analysis.findings {
                acceptances.push(Acceptance {
                    key: key_at(placed, finding.code, finding.span, "a.txt"),
                    reason: "历史文件".to_owned(),
                });
            }
        }
        count += acceptances.len();
        let project = project(&with_accepted("", &acceptances).unwrap());
        let review = review(&draft, &project.policy, &project.accepted, "a.txt");
        assert_eq!(review.shown, [], "{}", path.display());
        assert_eq!(review.accepted, acceptances.len());
        let stale = no_longer_occurs(&project.accepted, &review.occurring, &review.documents);
        assert_eq!(stale, [], "{}", path.display());
    }
    assert!(count > 20, "{count} findings");
}

proptest::proptest! {
    #[test]
    fn any_text_can_be_read(source in "(?s).{0,80}|\\[\\[?(accepted|checks|files)\\]?\\]\n[a-z]{1,6} = .{0,12}\n") {
        let (_, problems) = read(&source);
        for problem in problems {
            proptest::prop_assert!(source.get(problem.span.start..problem.span.end).is_some());
        }
    }

    #[test]
    fn what_is_written_is_read_again(
        text in "\\PC{0,20}",
        words in "[\\PC\n\t\"'\\\\]{0,20}",
    ) {
        let text = crate::document::normalise::normalise(&text);
        let words = crate::document::normalise::normalise(&words);
        let acceptance = Acceptance {
            key: FindingKey {
                document: "某馆 2025年 预算".to_owned(),
                check: "B101".to_owned(),
                text: text.trim().to_owned(),
                words: words.trim().to_owned(),
            },
            reason: "已核实".to_owned(),
        };
        let written = with_accepted("# 约定\n", std::slice::from_ref(&acceptance)).unwrap();
        let (project, problems) = read(&written);
        proptest::prop_assert_eq!(problems, []);
        proptest::prop_assert_eq!(&project.accepted[0].key, &acceptance.key);
    }
}

#[test]
fn acceptance_keeps_comments_and_order() {
    let source = "# 本局的约定\n[checks] # 各项\nB606 = \"off\"\n\n[[accepted]]\n\
        document = \"一\"\ncheck = \"B101\"\ntext = \"二\"\nwords = \"三\"\nreason = \"四\"\n";
    let written = with_accepted(source, &[accepted(BUDGET)]).unwrap();
    assert!(written.starts_with(source), "{written}");
    assert_eq!(project(&written).accepted.len(), 2);

    let inline = "accepted = [] # 空\n[checks]\nB6 = \"off\"\n";
    let written = with_accepted(inline, &[accepted(BUDGET)]).unwrap();
    assert!(
        written.ends_with("# 空\n[checks]\nB6 = \"off\"\n"),
        "{written}"
    );
    assert_eq!(project(&written).accepted.len(), 1);

    assert!(with_accepted("accepted = 5", &[accepted(BUDGET)]).is_err());
    assert!(with_accepted("[checks", &[accepted(BUDGET)]).is_err());
}

#[test]
fn problems_stand_at_their_place() {
    let source = "\
locale = \"fr\"
catalogue-year = \"今年\"
color = true

[checks]
B999 = \"off\"
B103 = \"loud\"

[files]
include = [\"a[\", 5]

[[subjects]]
code = \"二〇一\"
name = \"某\"

[glossary]
\"编制数\" = 5

[[accepted]]
document = \"一\"
check = \"B101\"
text = \"二\"
words = \"三\"
reason = \"  \"

[[accepted]]
document = \"一\"
check = \"B000\"
text = \"二\"
words = \"三\"
";
    insta::assert_debug_snapshot!(problems(source));
    let (project, _) = read(source);
    assert!(project.accepted.is_empty());
}

#[test]
fn malformed_files_have_one_error() {
    let told = problems("[checks]\nB103 = off\n");
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].0, "off");
    assert_eq!(problems("files = 5\nsubjects = 5\nchecks = []").len(), 3);
}

#[test]
fn files_are_chosen_by_pattern() {
    let chosen =
        project("[files]\ninclude = [\"2025/*.txt\"]\nexclude = [\"旧/\", \"*.bak.txt\"]\n");
    let decides = |path: &str| chosen.files.decides(path);
    assert_eq!(decides("2025/a.txt"), Some(true));
    assert_eq!(decides("2025/b/a.txt"), None);
    assert_eq!(decides("旧/2024/a.txt"), Some(false));
    assert_eq!(decides("a.bak.txt"), Some(false));
    assert_eq!(decides("a.txt"), None);
}

#[test]
fn a_setting_over_another() {
    let near = project("[checks]\nB1 = \"hint\"\n").policy;
    let far = project("rounding = \"strict\"\n[checks]\nB103 = \"off\"\nB6 = \"off\"\n").policy;
    let both = near.over(&far);
    assert_eq!(both.rounding, Some(Rounding::Strict));
    let codes: Vec<&str> = both.levels.keys().map(String::as_str).collect();
    assert_eq!(codes, ["B1", "B6"]);
}

/// `UPDATE_DOCS=1 cargo test` writes the schema anew.
#[test]
fn the_schema_is_current() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/yusuan.schema.json");
    let text = format!("{}\n", serde_json::to_string_pretty(&schema()).unwrap());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    // Not the text: the order of the keys is that of the features of serde_json in this build.
    let written: serde_json::Value = serde_json::from_str(&written).unwrap_or_default();
    assert_eq!(
        written,
        schema(),
        "yusuan.schema.json is not current: set UPDATE_DOCS=1"
    );
}

#[test]
fn the_schema_has_the_keys_that_the_reader_knows() {
    use super::schema::{ACCEPTED_KEYS, FILES_KEYS, SUBJECT_KEYS, TOP_KEYS};
    let schema = schema();
    let keys = |pointer: &str| {
        let mut keys: Vec<String> = schema
            .pointer(pointer)
            .and_then(|it| it.as_object())
            .map(|it| it.keys().cloned().collect())
            .unwrap_or_default();
        keys.sort();
        keys
    };
    let sorted = |keys: &[&str]| {
        let mut keys: Vec<String> = keys.iter().map(|key| (*key).to_owned()).collect();
        keys.sort();
        keys
    };
    assert_eq!(keys("/properties"), sorted(&TOP_KEYS));
    assert_eq!(keys("/properties/files/properties"), sorted(&FILES_KEYS));
    assert_eq!(
        keys("/properties/subjects/items/properties"),
        sorted(&SUBJECT_KEYS)
    );
    assert_eq!(
        keys("/properties/accepted/items/properties"),
        sorted(&ACCEPTED_KEYS)
    );
}

mod on_the_disk {
    use super::*;
    use std::fs;
    use std::path::PathBuf;
    use std::sync::atomic::{AtomicUsize, Ordering};

    struct Folder(PathBuf);

    impl Folder {
        fn new() -> Self {
            static COUNT: AtomicUsize = AtomicUsize::new(0);
            let number = COUNT.fetch_add(1, Ordering::Relaxed);
            let name = format!("yusuan 项目 {} {number}", std::process::id());
            let path = std::env::temp_dir().join(name);
            fs::create_dir_all(path.join("root/a/b")).unwrap();
            Self(path.canonicalize().unwrap())
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn the_nearest_file_up_to_the_root_is_found() {
        let folder = Folder::new();
        let root = folder.0.join("root");
        let deep = root.join("a/b");
        fs::write(folder.0.join(FILE_NAME), "").unwrap();
        assert_eq!(find(&deep, Some(&root)), None);
        assert_eq!(find(&deep, None), Some(folder.0.join(FILE_NAME)));
        fs::write(root.join(FILE_NAME), "").unwrap();
        assert_eq!(find(&deep, Some(&root)), Some(root.join(FILE_NAME)));
        fs::write(root.join("a").join(FILE_NAME), "").unwrap();
        assert_eq!(
            find(&deep, Some(&root)),
            Some(root.join("a").join(FILE_NAME))
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_link_that_leads_out_is_passed_over() {
        let folder = Folder::new();
        let root = folder.0.join("root");
        fs::write(folder.0.join("elsewhere.toml"), "").unwrap();
        let link = root.join("a").join(FILE_NAME);
        std::os::unix::fs::symlink(folder.0.join("elsewhere.toml"), link).unwrap();
        assert_eq!(find(&root.join("a/b"), Some(&root)), None);
        fs::write(root.join("inside.toml"), "").unwrap();
        let link = root.join("a/b").join(FILE_NAME);
        std::os::unix::fs::symlink(root.join("inside.toml"), &link).unwrap();
        assert_eq!(find(&root.join("a/b"), Some(&root)), Some(link));
    }

    #[test]
    fn nobody_reads_half_a_file() {
        let folder = Folder::new();
        let path = folder.0.join(FILE_NAME);
        let versions = ["甲", "乙"].map(|word| format!("# {}\n", word.repeat(100_000)));
        write(&path, &versions[0]).unwrap();
        std::thread::scope(|scope| {
            let writer = scope.spawn(|| {
                for step in 1..60 {
                    write(&path, &versions[step % 2]).unwrap();
                }
            });
            let mut read = 0;
            while !writer.is_finished() || read == 0 {
                let source = fs::read_to_string(&path).unwrap();
                assert!(versions.contains(&source), "{} bytes", source.len());
                read += 1;
            }
        });
    }

    #[test]
    fn a_file_that_cannot_be_written_stays_as_it_was() {
        let folder = Folder::new();
        let path = folder.0.join(FILE_NAME);
        write(&path, "# 原样\n").unwrap();
        let beside = format!("{FILE_NAME}.{}.tmp", std::process::id());
        fs::create_dir(folder.0.join(beside)).unwrap();
        assert!(write(&path, "# 新的\n").is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "# 原样\n");
    }

    #[test]
    fn a_file_is_written_whole() {
        let folder = Folder::new();
        let path = folder.0.join(FILE_NAME);
        write(&path, "locale = \"en\"\n").unwrap();
        write(&path, "locale = \"zh-CN\"\n").unwrap();
        let loaded = load(&path).unwrap();
        assert_eq!(loaded.project.locale, Some(crate::audit::Locale::Chinese));
        assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 2);
        assert!(write(&folder.0.join("no/such").join(FILE_NAME), "").is_err());
        assert_eq!(
            loaded.relative(&folder.0.join("a/b.txt")).unwrap(),
            "a/b.txt"
        );
    }
}

/// The example of the documentation.
#[test]
fn the_documented_file_is_right() {
    let page = include_str!("../../docs/project-file.md");
    let example = page.split("```toml\n").nth(1).unwrap();
    let example = example.split("```").next().unwrap();
    let project = project(example);
    assert_eq!(project.accepted.len(), 1);
    assert_eq!(project.conventions.subjects.len(), 1);
    assert_eq!(project.policy.levels.len(), 2);
    assert_eq!(project.files.decides("旧稿/a.txt"), Some(false));
}
