//! The real documents, where they are.
use yusuan::audit::Draft;

#[test]
#[allow(clippy::print_stdout)]
fn dump() {
    for entry in std::fs::read_dir("../shared/seeds")
        .into_iter()
        .flatten()
        .flatten()
    {
        let source = std::fs::read_to_string(entry.path()).unwrap_or_default();
        let draft = Draft::open(&source);
        println!(
            "==== {} sound={:?} disclosures={}",
            entry.path().display(),
            draft.tree().map(|t| t.is_sound()),
            draft.disclosures.len()
        );
        for placed in &draft.disclosures {
            let d = &placed.analysis.disclosure;
            println!("{:?} {:?} {:?}", d.kind, d.fiscal_year, d.organisation);
            for t in &d.tables {
                println!(
                    "## {:?} {:?} unit={:?} rows={} sides={:?} comps={:?} nodata={} real={}",
                    t.kind,
                    t.title,
                    t.unit,
                    t.rows.len(),
                    t.sides
                        .iter()
                        .map(|s| (s.columns.clone(), s.lines.len()))
                        .collect::<Vec<_>>(),
                    t.compositions,
                    t.states_no_data,
                    t.rows.iter().filter(|r| r.realigned).count()
                );
                if std::env::var("V").is_ok() {
                    for c in &t.columns {
                        println!("   col {:?} {:?}", c.path, c.role);
                    }
                    for s in &t.sides {
                        for l in &s.lines {
                            println!(
                                "   {:?} {:?} {:?} parent={:?} row={}",
                                l.kind, l.code, l.label, l.parent, l.row
                            );
                        }
                    }
                }
            }
        }
    }
}
