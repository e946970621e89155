//! How the keystroke grows with the text, as a picture: both axes are logarithmic.

use std::fmt::Write as _;

use super::keystroke::Keystrokes;
use super::times::Times;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 360.0;
const MARGIN: f64 = 60.0;
/// The times at the bottom and at the top, in milliseconds.
const TIMES: (f64, f64) = (0.1, 1000.0);

/// The curves of all servers as SVG.
pub fn growth(keystrokes: &[Keystrokes]) -> String {
    let sizes: Vec<f64> = keystrokes.iter().map(|row| row.bytes as f64).collect();
    let (Some(first), Some(last)) = (sizes.first(), sizes.last()) else {
        return String::new();
    };
    let across = |size: f64| between(size, (*first, *last), (MARGIN, WIDTH - 2.0 * MARGIN));
    let up = |time: f64| between(time, TIMES, (HEIGHT - MARGIN, MARGIN / 2.0));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
         font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n"
    );
    for time in [0.1, 1.0, 10.0, 100.0, 1000.0] {
        let (y, right) = (up(time), WIDTH - 2.0 * MARGIN);
        let _ = writeln!(
            svg,
            "<path d=\"M{MARGIN} {y:.1}H{right}\" stroke=\"#ddd\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{time} ms</text>",
            MARGIN - 6.0,
            y + 4.0
        );
    }
    for row in keystrokes {
        let _ = writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{} KB</text>",
            across(row.bytes as f64),
            HEIGHT - MARGIN + 18.0,
            row.bytes / 1000
        );
    }
    let curve = |name: &str, color: &str, times: &dyn Fn(&Keystrokes) -> Option<f64>| {
        let points: Vec<(f64, f64)> = keystrokes
            .iter()
            .filter_map(|row| Some((across(row.bytes as f64), up(times(row)?))))
            .collect();
        let Some((x, y)) = points.last() else {
            return String::new();
        };
        let line: Vec<String> = points
            .iter()
            .map(|(x, y)| format!("{x:.1},{y:.1}"))
            .collect();
        format!(
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>\
             <text x=\"{:.1}\" y=\"{:.1}\" fill=\"{color}\">{name}</text>\n",
            line.join(" "),
            x + 8.0,
            y + 4.0
        )
    };
    svg += &curve("yusuan", "#0b62c4", &|row| Some(median(&row.own)));
    svg += &curve("floor", "#777", &|row| Some(median(&row.floor)));
    svg += &curve("typos-lsp", "#c4500b", &|row| row.peer.as_ref().map(median));
    svg + "</svg>\n"
}

fn median(times: &Times) -> f64 {
    times.percentile(50).as_secs_f64() * 1000.0
}

/// Where a number lies between two others, on a logarithmic axis.
fn between(number: f64, (low, high): (f64, f64), (start, end): (f64, f64)) -> f64 {
    let part = (number / low).log10() / (high / low).log10().max(f64::EPSILON);
    start + part.clamp(0.0, 1.0) * (end - start)
}
