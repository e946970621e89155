use yusuan::audit::Draft;
#[test]
fn dump() {
    let Ok(files) = std::env::var("DUMP") else { return };
    if std::env::var("NAMES").is_ok() {}
    for file in files.split_whitespace() {
        let source = std::fs::read_to_string(file).unwrap();
        println!("=== {file}");
        let draft = Draft::open(&source);
        for placed in &draft.disclosures {
            let d = &placed.analysis.disclosure;
            let w = |id: yusuan::document::FigureId| { let f = d.figure(id).unwrap(); format!("{}{}", d.words(f.span), if f.approximate {"~"} else {""}) };
            for s in &d.statements {
                if s.enumerations.is_empty() && s.shares.is_empty() && s.changes.is_empty() && std::env::var("ALL").is_err() { continue; }
                let line = source[..placed.start + s.span.start].matches('\n').count() + 1;
                println!("{line} {:?} {}", s.place, d.words(s.span).chars().take(60).collect::<String>().replace('\n', "⏎"));
                if std::env::var("ALL").is_ok() {
                println!("    mentions {}", s.mentions.iter().map(|m| format!("{}={}", m.label, w(m.figure))).collect::<Vec<_>>().join(" | "));
                }
                for e in &s.enumerations {
                    let sum: rust_decimal::Decimal = e.items.iter().map(|i| d.figure(i.figure).unwrap().value).sum();
                    let r = d.figure(e.head).unwrap().value - sum;
                    println!("    list {}{}{} = {}", w(e.head), if e.open {" open"} else {""}, if e.complete {" complete"} else {""}, e.items.iter().map(|m| format!("{} {}", m.label, w(m.figure))).collect::<Vec<_>>().join(" + "));
                    if !e.open && !r.is_zero() || e.open && r < rust_decimal::Decimal::ZERO { println!("    !!! residual {r}"); }
                }
                for e in &s.shares { println!("    share {} = {} / {:?} list {} closed {}", w(e.percent), w(e.part), e.whole.map(w), e.list, e.closed); }
                for e in &s.changes { println!("    change of {:?} {:?} {:?} {:?} {:?} prior {:?}: {}", e.current.map(w), e.direction, e.amount.map(w), e.percent_direction, e.percent.map(w), e.prior.map(w), d.words(e.span)); }
            }
        }
    }
}
#[test]
fn lines() {
    let Ok(files) = std::env::var("LINES") else { return };
    for file in files.split_whitespace() {
        let source = std::fs::read_to_string(file).unwrap();
        let draft = Draft::open(&source);
        for placed in &draft.disclosures {
            let d = &placed.analysis.disclosure;
            for l in &d.prose { println!("{} {:?} {}", source[..placed.start + l.span.start].matches('\n').count() + 1, l.kind, d.words(l.span).chars().take(40).collect::<String>()); }
        }
    }
}
