//! XML as small trees: a whole part, or one child of its body at a time.

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use super::ImportError;

/// The deepest nesting that is read.
const MOST_DEPTH: usize = 200;

/// The most elements and texts of one tree.
const MOST_NODES: usize = 2_000_000;

/// Why XML could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum XmlError {
    /// It is not well formed, about this byte.
    Malformed(u64),
    /// It is nested too deeply or holds too much.
    Overblown,
}

impl XmlError {
    /// The error of the part that holds the XML.
    pub fn within(self, part: &str) -> ImportError {
        match self {
            Self::Malformed(offset) => ImportError::Damaged(format!("{part}:{offset}")),
            Self::Overblown => ImportError::Overblown,
        }
    }
}

/// An element. Names are without prefixes: the formats read here have no two elements of one name
/// in the same place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Element {
    /// The name.
    pub name: String,
    attributes: Vec<(String, String)>,
    /// What it holds, in order.
    pub content: Vec<Node>,
}

/// What an element holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Text, blanks included.
    Text(String),
}

impl Element {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The value of an attribute as a whole number.
    pub fn number(&self, name: &str) -> Option<usize> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// The elements in it.
    pub fn children(&self) -> impl DoubleEndedIterator<Item = &Element> + Clone {
        self.content.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The elements of a name in it.
    pub fn children_named(&self, name: &str) -> impl DoubleEndedIterator<Item = &Element> + Clone {
        self.children().filter(move |child| child.name == name)
    }

    /// The first element of a name in it.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.children().find(|child| child.name == name)
    }

    /// The element at the end of a path of names.
    pub fn at(&self, path: &[&str]) -> Option<&Element> {
        path.iter()
            .try_fold(self, |element, name| element.child(name))
    }

    /// The text in it and in all its elements.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.collect_text(&mut text);
        text
    }

    fn collect_text(&self, text: &mut String) {
        for node in &self.content {
            match node {
                Node::Element(element) => element.collect_text(text),
                Node::Text(words) => text.push_str(words),
            }
        }
    }
}

/// A whole part as a tree.
///
/// # Errors
/// When it is not well formed or too large.
pub fn parse(xml: &str) -> Result<Element, XmlError> {
    let mut events = Events::of(xml);
    let root = events.root()?;
    events.subtree(root)
}

/// The name of the outermost element.
///
/// # Errors
/// When there is none.
pub fn root_name(xml: &str) -> Result<String, XmlError> {
    Ok(Events::of(xml).root()?.name)
}

/// Gives the children of the first element of a name one after the other, so that only one of
/// them is in memory. Without such an element there are none.
///
/// # Errors
/// When the part is not well formed, when a child is too large, and what `visit` says.
pub fn each_child_of<E: From<XmlError>>(
    xml: &str,
    parent: &str,
    mut visit: impl FnMut(Element) -> Result<(), E>,
) -> Result<(), E> {
    let mut events = Events::of(xml);
    let found = events.find_named(Some(parent))?;
    if found.is_none() || events.was_empty {
        return Ok(());
    }
    loop {
        match events.next()? {
            Step::Open(element) => {
                let child = events.subtree(element)?;
                visit(child)?;
            }
            Step::Close => return Ok(()),
            Step::Text(_) => {}
            Step::End => return Err(events.malformed().into()),
        }
    }
}

/// A step through a part.
enum Step {
    Open(Element),
    Close,
    Text(String),
    End,
}

struct Events<'xml> {
    reader: Reader<&'xml [u8]>,
    /// The element just opened closes itself.
    was_empty: bool,
}

impl<'xml> Events<'xml> {
    fn of(xml: &'xml str) -> Self {
        Self {
            reader: Reader::from_str(xml),
            was_empty: false,
        }
    }

    fn malformed(&self) -> XmlError {
        XmlError::Malformed(self.reader.buffer_position())
    }

    fn root(&mut self) -> Result<Element, XmlError> {
        self.find_named(None)?.ok_or_else(|| self.malformed())
    }

    /// The next element of a name, or the next one of all.
    fn find_named(&mut self, name: Option<&str>) -> Result<Option<Element>, XmlError> {
        loop {
            match self.next()? {
                Step::Open(element) if name.is_none_or(|name| element.name == name) => {
                    return Ok(Some(element));
                }
                Step::End => return Ok(None),
                _ => {}
            }
        }
    }

    fn next(&mut self) -> Result<Step, XmlError> {
        loop {
            let event = self.reader.read_event();
            let event = event.map_err(|_| XmlError::Malformed(self.reader.error_position()))?;
            let step = match event {
                Event::Start(start) => {
                    self.was_empty = false;
                    Step::Open(element(&start))
                }
                Event::Empty(start) => {
                    self.was_empty = true;
                    Step::Open(element(&start))
                }
                Event::End(_) => Step::Close,
                Event::Text(text) => Step::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Step::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(reference) => {
                    let character = reference.resolve_char_ref().ok().flatten();
                    let character = character.or_else(|| predefined(&reference));
                    match character {
                        Some(character) => Step::Text(character.to_string()),
                        // Entities that a part defines itself are never expanded.
                        None => continue,
                    }
                }
                Event::Eof => Step::End,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => continue,
            };
            return Ok(step);
        }
    }

    /// The tree of an element that was just opened.
    fn subtree(&mut self, root: Element) -> Result<Element, XmlError> {
        if self.was_empty {
            return Ok(root);
        }
        let mut above: Vec<Element> = Vec::new();
        let mut current = root;
        let mut nodes = 0;
        loop {
            nodes += 1;
            if nodes > MOST_NODES || above.len() > MOST_DEPTH {
                return Err(XmlError::Overblown);
            }
            match self.next()? {
                Step::Open(element) if self.was_empty => attach(&mut current, element),
                Step::Open(element) => above.push(std::mem::replace(&mut current, element)),
                Step::Text(words) => match current.content.last_mut() {
                    Some(Node::Text(before)) => before.push_str(&words),
                    _ => current.content.push(Node::Text(words)),
                },
                Step::Close => match above.pop() {
                    Some(parent) => {
                        let closed = std::mem::replace(&mut current, parent);
                        attach(&mut current, closed);
                    }
                    None => return Ok(current),
                },
                Step::End => return Err(self.malformed()),
            }
        }
    }
}

/// The same content for programs that cannot show the better one would be read twice.
fn attach(parent: &mut Element, child: Element) {
    if child.name != "Fallback" {
        parent.content.push(Node::Element(child));
    }
}

fn element(start: &BytesStart<'_>) -> Element {
    let mut attributes = start.attributes();
    let attributes = attributes.with_checks(false).flatten();
    let attributes = attributes.filter_map(|attribute| {
        let name = attribute.key.local_name().into_inner().to_owned();
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
        Some((name, value.into_owned()))
    });
    Element {
        name: start.local_name().into_inner().to_owned(),
        attributes: attributes.collect(),
        content: Vec::new(),
    }
}

fn predefined(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_their_prefix_and_references_are_resolved() {
        let tree = parse("<w:p w:id='7'><w:t>A&amp;B&#x4e07;</w:t><w:t/></w:p>").unwrap();
        assert_eq!(tree.name, "p");
        assert_eq!(tree.number("id"), Some(7));
        assert_eq!(tree.text(), "A&B万");
        assert_eq!(tree.children_named("t").count(), 2);
    }

    #[test]
    fn children_come_one_by_one() {
        let mut names = Vec::new();
        let xml = "<r><head/><body><a><x/></a>text<b/></body><tail/></r>";
        let visited = each_child_of(xml, "body", |child| {
            names.push(child.name);
            Ok::<(), XmlError>(())
        });
        assert_eq!(visited, Ok(()));
        assert_eq!(names, ["a", "b"]);
    }

    #[test]
    fn what_is_cut_off_or_crossed_is_malformed() {
        for xml in ["", "<a>", "<a><b></a></b>", "<a", "text"] {
            assert!(
                matches!(parse(xml), Err(XmlError::Malformed(_))),
                "{xml} was read"
            );
        }
    }

    #[test]
    fn entities_are_not_expanded() {
        let xml = "<!DOCTYPE a [<!ENTITY b 'bbbb'>]><a>&b;&b;c</a>";
        assert_eq!(parse(xml).map(|tree| tree.text()), Ok("c".to_owned()));
    }

    #[test]
    fn nesting_is_bounded() {
        let xml = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        assert_eq!(parse(&xml), Err(XmlError::Overblown));
    }
}
