//! What an editor asks between keystrokes.

use serde_json::{Value, json};

use super::client::Client;
use super::drafts::{DigitEdit, edits};
use super::keystroke::yusuan;
use super::times::Times;

/// How often each feature is asked for.
const REQUESTS: usize = 200;

/// The lines of a screen.
const SCREEN: usize = 60;

/// The features at one size.
pub struct Features {
    /// Bytes of the text.
    pub bytes: usize,
    /// Each feature's name with its times.
    pub times: Vec<(&'static str, Times)>,
}

/// Asks at figures all over a text.
pub fn measure(text: &str) -> Features {
    eprintln!("features in {} bytes", text.len());
    let (mut server, _) = Client::start(&mut yusuan());
    server.open(text);
    let places = edits(text, REQUESTS);
    let at = |place: &DigitEdit| json!({"line": place.line, "character": place.character});
    let mut times = Vec::new();
    for (name, method) in [
        ("hover", "textDocument/hover"),
        ("completion", "textDocument/completion"),
        ("definition", "textDocument/definition"),
        ("references", "textDocument/references"),
    ] {
        let asked = places.iter().map(|place| {
            let context = json!({"includeDeclaration": true});
            let parameters = json!({"position": at(place), "context": context});
            server.ask(method, parameters).1
        });
        times.push((name, asked.collect()));
    }
    let screen = |place: &DigitEdit| {
        let start = json!({"line": place.line.saturating_sub(SCREEN / 2), "character": 0});
        let end = json!({"line": place.line + SCREEN / 2, "character": 0});
        json!({"start": start, "end": end})
    };
    let options = json!({"tabSize": 4, "insertSpaces": true});
    for (name, method) in [
        ("inlay hints of a screen", "textDocument/inlayHint"),
        (
            "semantic tokens of a screen",
            "textDocument/semanticTokens/range",
        ),
        ("formatting of a screen", "textDocument/rangeFormatting"),
    ] {
        let asked = places.iter().map(|place| {
            let parameters = json!({"range": screen(place), "options": options});
            server.ask(method, parameters).1
        });
        times.push((name, asked.collect()));
    }
    let asked = places.iter().map(|place| {
        let parameters = json!({"positions": [at(place)]});
        server.ask("textDocument/selectionRange", parameters).1
    });
    times.push(("selection ranges", asked.collect()));
    for (name, method) in [
        ("symbols", "textDocument/documentSymbol"),
        ("folds", "textDocument/foldingRange"),
        ("code lenses", "textDocument/codeLens"),
        ("links", "textDocument/documentLink"),
        ("formatting", "textDocument/formatting"),
        ("symbols of all drafts", "workspace/symbol"),
    ] {
        let parameters = json!({"options": options, "query": "支出总表"});
        let asked = (0..REQUESTS / 10).map(|_| server.ask(method, parameters.clone()).1);
        times.push((name, asked.collect()));
    }
    times.push((
        "semantic tokens, delta after a keystroke",
        deltas(&mut server, &places),
    ));
    Features {
        bytes: text.len(),
        times,
    }
}

fn deltas(server: &mut Client, places: &[DigitEdit]) -> Times {
    let (full, _) = server.ask("textDocument/semanticTokens/full", json!({}));
    let mut known = full["resultId"].clone();
    let mut times = Times::default();
    for place in places {
        for digit in [place.typed, place.printed] {
            server.type_over(place.line, place.character, digit);
            let parameters = json!({"previousResultId": known});
            let (delta, taken) = server.ask("textDocument/semanticTokens/full/delta", parameters);
            if delta["resultId"] != Value::Null {
                known = delta["resultId"].clone();
            }
            times.push(taken);
        }
    }
    times
}
