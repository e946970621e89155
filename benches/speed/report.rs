//! The report: tables with the targets beside what was measured.

use std::fmt::Write as _;

use super::batch::Batch;
use super::features::Features;
use super::keystroke::Keystrokes;
use super::times::{Times, milliseconds};

/// Everything that was measured.
pub struct Report<'a> {
    /// The name of the draft that was repeated, and its bytes.
    pub draft: (&'a str, usize),
    /// Keystrokes by size.
    pub keystrokes: &'a [Keystrokes],
    /// Features by size.
    pub features: &'a [Features],
    /// Checking a folder.
    pub batch: &'a Batch,
    /// Start to the answer to `initialize`: Yusuan, floor.
    pub start: (Times, Times),
}

impl Report<'_> {
    /// The report as Markdown.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.write(&mut text).expect("a string takes everything");
        text
    }

    fn write(&self, out: &mut String) -> std::fmt::Result {
        let (name, bytes) = self.draft;
        writeln!(
            out,
            "# Performance\n\nWritten by `.ci/speed`; do not edit.\n\n\
             Measured on `{name}` ({bytes} bytes), alone and as a compendium of 10 and of 100, on a shared machine \
             with {} cores. The\n*floor* is a server with the same transport, text synchronisation and incremental \
             parse that sends an empty\nlist; the *peer* is typos-lsp on the same text. All are driven in turn with \
             the same edits; a ratio is the\nmedian of the ratios of such pairs.\n",
            std::thread::available_parallelism().map_or(1, usize::from)
        )?;
        self.keystrokes(out)?;
        self.features(out)?;
        self.batch(out)?;
        writeln!(
            out,
            "\n## Start\n\nFrom the start of the process to the answer to `initialize`: {} ms (p50), floor {} ms; \
             target under 10 ms.",
            milliseconds(self.start.0.percentile(50)),
            milliseconds(self.start.1.percentile(50)),
        )
    }

    fn keystrokes(&self, out: &mut String) -> std::fmt::Result {
        writeln!(
            out,
            "## Keystroke to diagnostics\n\n\
             | text | p50 | p99 | floor p50 | × floor | peer p50 | × peer | memory | diagnostics |\n\
             | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
        )?;
        for row in self.keystrokes {
            let peer = row.peer.as_ref();
            let (peer_median, peer_ratio) = match peer {
                Some(peer) => (
                    format!("{} ms", milliseconds(peer.percentile(50))),
                    format!("{:.3}", row.own.ratio(peer)),
                ),
                None => ("–".to_owned(), "–".to_owned()),
            };
            writeln!(
                out,
                "| {} KB | {} ms | {} ms | {} ms | {:.2} | {peer_median} | {peer_ratio} | {:.1} MiB | {} |",
                row.bytes / 1000,
                milliseconds(row.own.percentile(50)),
                milliseconds(row.own.percentile(99)),
                milliseconds(row.floor.percentile(50)),
                row.own.ratio(&row.floor),
                row.memory as f64 / 1024.0,
                row.diagnostics,
            )?;
        }
        writeln!(
            out,
            "\nTargets: ≤ 1.5 × floor and ≤ 0.6 × peer at the smallest size, ≤ 2 × floor and ≤ 0.08 × peer at the \
             largest;\np99 ≤ 4 × p50; the largest text costs at most twice the keystroke of the smallest; memory \
             ≤ 25 MB + 12 × the\ntext.\n\n![How the keystroke grows with the text](images/performance.svg)\n"
        )
    }

    fn features(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "## What an editor asks\n")?;
        let heads = self.features.iter();
        let heads: Vec<String> = heads
            .map(|features| format!("{} KB: p50 | p99", features.bytes / 1000))
            .collect();
        writeln!(out, "| | {} |", heads.join(" | "))?;
        writeln!(out, "| --- |{}", " ---: | ---: |".repeat(heads.len()))?;
        let count = self.features.first().map_or(0, |first| first.times.len());
        for index in 0..count {
            let mut cells = String::new();
            for features in self.features {
                let (name, times) = &features.times[index];
                if cells.is_empty() {
                    write!(cells, "{name}")?;
                }
                write!(
                    cells,
                    " | {} ms | {} ms",
                    milliseconds(times.percentile(50)),
                    milliseconds(times.percentile(99))
                )?;
            }
            writeln!(out, "| {cells} |")?;
        }
        writeln!(
            out,
            "\nTargets: p99 under 2 ms at the smallest size and under 10 ms at the largest.\n"
        )
    }

    fn batch(&self, out: &mut String) -> std::fmt::Result {
        let batch = self.batch;
        let median = |times: &Times| milliseconds(times.percentile(50));
        writeln!(
            out,
            "## Checking a folder\n\n{} documents, {:.1} MB.\n\n\
             | | time | ratio | target |\n| --- | ---: | ---: | ---: |\n\
             | parsing alone, one core | {} ms | | |\n\
             | checking, one core | {} ms | {:.2} × parsing | ≤ 2.5 |\n\
             | checking, two cores | {} ms | {:.2} × faster | ≥ 1.8 |\n\
             | one file of a hundred drafts: parsing alone | {} ms | | |\n\
             | one file of a hundred drafts: checking | {} ms | {:.2} × parsing | ≤ 3 |\n\n\
             The most memory that checking took: {:.1} MiB; for a tenth of the documents {:.1} MiB.",
            batch.documents,
            batch.bytes as f64 / 1e6,
            median(&batch.parsed),
            median(&batch.checked),
            batch.checked.ratio(&batch.parsed),
            median(&batch.checked_on_two),
            batch.checked.ratio(&batch.checked_on_two),
            median(&batch.compendium.0),
            median(&batch.compendium.1),
            batch.compendium.1.ratio(&batch.compendium.0),
            batch.memory as f64 / 1024.0,
            batch.memory_of_a_tenth as f64 / 1024.0,
        )
    }
}
