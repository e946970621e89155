use proptest::prelude::*;

use super::{Token, TokenKind, semantic_tokens};
use crate::audit::Draft;
use crate::ide::fixture::{BUDGET, HENAN, PIPES, with};
use crate::text::Span;

/// The tokens of a draft with one disclosure, and their words.
fn tokens(source: &str) -> Vec<(Token, String)> {
    let draft = Draft::open(source);
    let analysis = &draft.disclosures[0].analysis;
    let tokens = semantic_tokens(analysis, draft.text.span());
    tokens
        .into_iter()
        .map(|token| (token, analysis.disclosure.words(token.span).to_owned()))
        .collect()
}

/// The draft with every token marked: ⟦kind words⟧.
fn marked(source: &str) -> String {
    let mut result = String::new();
    let mut at = 0;
    for (token, words) in tokens(source) {
        result.push_str(&source[at..token.span.start]);
        let mut name = format!("{:?}", token.kind);
        let role = token.role;
        for (holds, role) in [
            (role.definition, "definition"),
            (role.total, "total"),
            (role.operand, "operand"),
            (role.percentage, "percentage"),
        ] {
            if holds {
                name = format!("{name}.{role}");
            }
        }
        result.push_str(&format!("⟦{name} {words}⟧"));
        at = token.span.end;
    }
    result + &source[at..]
}

#[test]
fn a_draft_with_its_tokens() {
    insta::assert_snapshot!("budget", marked(BUDGET));
    insta::assert_snapshot!("codes_in_three_columns", marked(HENAN));
    insta::assert_snapshot!("pipe_table", marked(PIPES));
}

#[test]
fn a_placeholder_shows_in_prose_and_headings() {
    let source = with(BUDGET, "负责全市", "负责XX市");
    let source = with(&source, "一、主要职责", "一、某部门主要职责");
    let marked = marked(&source);
    assert!(marked.contains("负责⟦Placeholder XX⟧市"), "{marked}");
    assert!(
        marked.contains("⟦Heading 一、⟧⟦Placeholder 某部门⟧⟦Heading 主要职责⟧"),
        "{marked}"
    );
}

#[test]
fn tokens_are_in_order_and_stay_in_their_lines() {
    for source in [BUDGET, HENAN, PIPES] {
        let tokens = tokens(source);
        assert!(tokens.len() > 10);
        for pair in tokens.windows(2) {
            assert!(pair[0].0.span.end <= pair[1].0.span.start, "{pair:?}");
        }
        assert!(
            tokens
                .iter()
                .all(|(_, words)| !words.contains(['\n', '\r']))
        );
        assert!(
            tokens
                .iter()
                .all(|(_, words)| words.trim() == words && !words.is_empty())
        );
    }
}

#[test]
fn every_kind_occurs() {
    let source = with(BUDGET, "负责全市", "负责XX市2024年度");
    let found = tokens(&source);
    for kind in [
        TokenKind::Placeholder,
        TokenKind::Heading,
        TokenKind::Figure,
        TokenKind::Code,
        TokenKind::SubjectName,
        TokenKind::Term,
        TokenKind::Unit,
        TokenKind::Year,
    ] {
        assert!(
            found.iter().any(|(token, _)| token.kind == kind),
            "{kind:?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_range_gives_what_the_whole_gives_there(
        a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>(), which in 0usize..3
    ) {
        let source = [BUDGET, HENAN, PIPES][which];
        let draft = Draft::open(source);
        let analysis = &draft.disclosures[0].analysis;
        let (a, b) = (a.index(source.len()), b.index(source.len()));
        let within = Span::new(a.min(b), a.max(b));
        let mut whole = semantic_tokens(analysis, draft.text.span());
        whole.retain(|token| token.span.intersects(within));
        prop_assert_eq!(semantic_tokens(analysis, within), whole);
    }

    #[test]
    fn any_text_has_tokens_in_order(source in "(\\||第一部分|（一）|一、|\t|\n|2024年|合计|XX|名词解释|[0-9]{1,5}|\\PC){0,40}") {
        let draft = Draft::open(&source);
        for placed in &draft.disclosures {
            let text: &str = &placed.analysis.disclosure.text;
            let tokens = semantic_tokens(&placed.analysis, Span::new(0, text.len()));
            for token in &tokens {
                prop_assert!(token.span.get(text).is_some_and(|words| !words.is_empty() && !words.contains(['\n', '\r'])));
            }
            prop_assert!(tokens.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        }
    }
}
