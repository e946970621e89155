//! Family 3: arithmetic inside the narrative (domain specification §5, §8.3).

use std::collections::HashMap;

use crate::audit::Subject;
use crate::document::{Disclosure, FigureId};

pub mod change_coherence;
pub mod change_direction;
pub mod change_percent;
pub mod completion_rate;
pub mod counted_composition;
pub mod economic_item_list;
pub mod enumeration_sum;
pub mod function_breakdown;
pub mod magnitude_slip;
pub mod missing_percent_or_share;
pub mod performance_counts;
pub mod procurement;
pub mod reason;
pub mod repeated_indicator;
pub mod restated_amount;
pub mod share_percent;
pub mod stated_count_and_list;
pub mod three_public_narrative;
pub mod three_public_volumes;
pub mod zero_base_percent;

#[cfg(test)]
mod testing;

/// The names of the figures of sentences.
struct Names<'a> {
    labels: HashMap<FigureId, &'a str>,
}

/// A longer name is a clause, which a message had better not repeat.
const LONGEST_NAME: usize = 30;

impl<'a> Names<'a> {
    fn of(disclosure: &'a Disclosure) -> Self {
        let mentions = disclosure
            .statements
            .iter()
            .flat_map(|statement| &statement.mentions);
        Self {
            labels: mentions
                .map(|mention| (mention.figure, mention.label.as_str()))
                .collect(),
        }
    }

    /// “基本支出” with words behind it; the words alone for a figure without a name.
    fn subject(&self, figure: FigureId, chinese: &str, english: &str) -> Subject {
        let label = self.labels.get(&figure).copied().unwrap_or_default();
        if label.is_empty() || label.chars().count() > LONGEST_NAME {
            return Subject::words(format!("文字说明{chinese}"), format!("The text{english}"));
        }
        Subject::words(format!("“{label}”{chinese}"), format!("“{label}”{english}"))
    }
}
