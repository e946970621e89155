//! Which columns a total column is made of (domain specification §3.0, §3.1).
//!
//! A 合计, 小计 or 总计 column stands for the columns beside it in its group; a group beside it
//! counts through its own total, or through its columns when it has none.

use std::ops::Range;

use crate::document::{Column, ColumnRole, HeaderNode};

use super::header::is_total_label;

/// A total column and the columns it is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composition {
    /// The total column.
    pub total: usize,
    /// The columns that add up to it.
    pub parts: Vec<usize>,
    /// Those of `parts` that some layouts count in and others do not (上年结转 beside 合计):
    /// only the figures can tell.
    pub doubtful: Vec<usize>,
}

/// The compositions among the columns of one side.
pub fn compositions(
    header: &[HeaderNode],
    columns: &[Column],
    side: &Range<usize>,
) -> Vec<Composition> {
    let nodes = clip(header, side);
    let mut found = Vec::new();
    let measures = measures(&nodes);
    if measures.is_empty() {
        collect(&nodes, columns, &mut found);
    }
    for measure in measures {
        collect(&pivot(&nodes, &measure), columns, &mut found);
    }
    found
}

/// The part of the tree that covers a side's columns.
fn clip(nodes: &[HeaderNode], side: &Range<usize>) -> Vec<HeaderNode> {
    nodes
        .iter()
        .filter_map(|node| {
            let columns = node.columns.start.max(side.start)..node.columns.end.min(side.end);
            (!columns.is_empty()).then(|| HeaderNode {
                label: node.label.clone(),
                span: node.span,
                columns,
                children: clip(&node.children, side),
            })
        })
        .collect()
}

fn collect(nodes: &[HeaderNode], columns: &[Column], found: &mut Vec<Composition>) {
    for node in nodes {
        collect(&node.children, columns, found);
    }
    let mut totals = nodes.iter().filter(|node| is_total(node, columns));
    let (Some(total), None) = (totals.next(), totals.next()) else {
        return;
    };
    let total = total.columns.start;
    let siblings = nodes.iter().filter(|node| node.columns.start != total);
    let mut parts = Vec::new();
    let mut doubtful = Vec::new();
    for node in siblings {
        let values = values(node, columns);
        if node.label.contains("结转") || node.label.contains("使用非财政拨款结余") {
            doubtful.extend(values.iter().copied());
        }
        parts.extend(values);
    }
    if parts.len() > doubtful.len() {
        found.push(Composition {
            total,
            parts,
            doubtful,
        });
    }
}

fn is_total(node: &HeaderNode, columns: &[Column]) -> bool {
    node.children.is_empty() && is_total_label(&node.label) && adds_up(node.columns.start, columns)
}

/// The columns through which a node counts in the sum of its group.
fn values(node: &HeaderNode, columns: &[Column]) -> Vec<usize> {
    if node.children.is_empty() {
        let column = node.columns.start;
        return if adds_up(column, columns) {
            vec![column]
        } else {
            Vec::new()
        };
    }
    if let Some(total) = node.children.iter().find(|child| is_total(child, columns)) {
        return vec![total.columns.start];
    }
    node.children
        .iter()
        .flat_map(|child| values(child, columns))
        .collect()
}

/// Whether a column is an amount that may be added: no 其中, no change, no percentage.
fn adds_up(column: usize, columns: &[Column]) -> bool {
    match columns.get(column).map(|column| &column.role) {
        Some(ColumnRole::Amount(amount)) => !amount.of_which && !amount.change,
        _ => false,
    }
}

/// Labels that say which measure a column holds, below the label that says of what.
const MEASURES: [&str; 6] = [
    "预算数",
    "决算数",
    "年初预算数",
    "全年预算数",
    "调整预算数",
    "执行数",
];

/// The measures that stand in pairs under every heading (“三公” tables of final accounts);
/// none when the measures are not the lowest labels.
fn measures(nodes: &[HeaderNode]) -> Vec<String> {
    let mut leaves = Vec::new();
    leaf_labels(nodes, &mut leaves);
    let mut found: Vec<String> = Vec::new();
    for leaf in &leaves {
        if MEASURES.iter().any(|measure| leaf.ends_with(measure)) && !found.contains(leaf) {
            found.push(leaf.clone());
        }
    }
    let paired = found.len() >= 2
        && found
            .iter()
            .all(|measure| leaves.iter().filter(|leaf| *leaf == measure).count() >= 2);
    if paired { found } else { Vec::new() }
}

fn leaf_labels(nodes: &[HeaderNode], leaves: &mut Vec<String>) {
    for node in nodes {
        if node.children.is_empty() {
            leaves.push(node.label.clone());
        }
        leaf_labels(&node.children, leaves);
    }
}

/// The tree with one measure's columns as leaves under their headings.
fn pivot(nodes: &[HeaderNode], measure: &str) -> Vec<HeaderNode> {
    let mut result = Vec::new();
    for node in nodes {
        let Some(leaf) = node.children.iter().find(|child| child.label == measure) else {
            let children = pivot(&node.children, measure);
            if !children.is_empty() {
                result.push(HeaderNode {
                    children,
                    ..node.clone()
                });
            }
            continue;
        };
        result.push(HeaderNode {
            columns: leaf.columns.clone(),
            children: Vec::new(),
            ..node.clone()
        });
    }
    result
}
