//! What stands on a page: letters and ruling lines.

use hayro_interpret::font::{Glyph, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::hayro_syntax::xref::XRef;
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, SoftMask, TransformExt, interpret_page,
};
use unicode_width::UnicodeWidthStr;

use crate::import::writer::is_blank;

/// The most letters and lines of a page that are kept.
const MOST_LETTERS: usize = 200_000;
const MOST_RULES: usize = 50_000;

/// A filled area thinner than this is a line.
const THIN: f64 = 2.5;

/// A line shorter than this rules nothing.
const SHORT: f64 = 3.0;

/// A letter, or a few that are drawn as one.
#[derive(Debug, Clone, PartialEq)]
pub struct Letter {
    /// What it says.
    pub words: String,
    /// Its left and right edge.
    pub left: f64,
    /// See above.
    pub right: f64,
    /// The line on which it stands.
    pub base: f64,
    /// The size of its font.
    pub size: f64,
}

impl Letter {
    /// Whether nothing is to be seen of it.
    pub fn is_blank(&self) -> bool {
        let mut characters = self.words.chars();
        characters.all(|it| is_blank(it) || it.is_control())
    }
}

/// A straight line, level or upright.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Whether it is level.
    pub is_level: bool,
    /// How far down a level line is, how far to the right an upright one.
    pub at: f64,
    /// Where it begins and ends.
    pub start: f64,
    /// See above.
    pub end: f64,
}

/// What stands on a page.
#[derive(Debug, Default)]
pub struct Content {
    /// The letters and blanks, in the order in which they are drawn.
    pub letters: Vec<Letter>,
    /// The lines.
    pub rules: Vec<Rule>,
    /// Width of the page.
    pub width: f64,
    /// Height of the page.
    pub height: f64,
    /// Letters of which nothing tells what they are.
    pub unknown: usize,
}

/// Reads a page.
pub fn read<'file>(
    page: &Page<'file>,
    xref: &'file XRef,
    cache: &InterpreterCache<'file>,
    settings: InterpreterSettings,
) -> Content {
    let (width, height) = page.render_dimensions();
    let (width, height) = (f64::from(width), f64::from(height));
    let upright = page.initial_transform(true).to_kurbo();
    let frame = Rect::new(0.0, 0.0, width, height);
    let mut context = Context::new(upright, frame, cache, xref, settings);
    let mut collector = Collector(Content {
        width,
        height,
        ..Content::default()
    });
    interpret_page(page, &mut context, &mut collector);
    let mut content = collector.0;
    let on_page = |letter: &Letter| {
        (0.0..=width).contains(&letter.left) && (0.0..=height).contains(&letter.base)
    };
    content.letters.retain(on_page);
    content
}

/// Takes down what is drawn.
struct Collector(Content);

impl<'file> Device<'file> for Collector {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'file>, props: DrawProps<'file>, _: &DrawMode) {
        for glyph in run.glyphs() {
            if self.0.letters.len() >= MOST_LETTERS {
                return;
            }
            self.letter(glyph, props.transform * glyph.transform());
        }
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'file>, mode: &DrawMode) {
        match mode {
            DrawMode::Stroke(_) => self.strokes(path, props.transform),
            _ => self.fill(path, props.transform),
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'file>>, _: BlendMode) {}

    fn draw_image(&mut self, _: Image<'file, '_>, _: ImageDrawProps<'file>) {}

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}
}

impl Collector {
    /// The transform takes the thousandth of the size of a font to points on the page.
    fn letter(&mut self, glyph: &Glyph<'_>, transform: Affine) {
        let words = match glyph.as_unicode() {
            Some(BfString::Char(character)) => character.to_string(),
            Some(BfString::String(words)) => words,
            None => {
                self.0.unknown += 1;
                char::REPLACEMENT_CHARACTER.to_string()
            }
        };
        let origin = transform * Point::ZERO;
        let above = transform * Point::new(0.0, 1000.0);
        let size = (above - origin).hypot();
        // Writing from below or from the right is no part of a table or a paragraph.
        let is_level = (above.x - origin.x).abs() < size / 4.0 && above.y < origin.y;
        let is_blank = words
            .chars()
            .all(|it| it.is_whitespace() || it.is_control());
        if is_blank || !is_level || !origin.is_finite() || size < 1.0 {
            return;
        }
        let advance = match glyph {
            Glyph::Outline(outline) => outline.advance_width(),
            Glyph::Type3(drawn) => drawn.advance_width(),
        };
        let advance = advance
            .map(f64::from)
            .filter(|it| (50.0..=3000.0).contains(it));
        let advance = advance.unwrap_or(if words.width() > words.chars().count() {
            1000.0
        } else {
            550.0
        });
        let right = transform * Point::new(advance, 0.0);
        self.0.letters.push(Letter {
            words,
            left: origin.x,
            right: right.x.max(origin.x),
            base: origin.y,
            size,
        });
    }

    fn strokes(&mut self, path: &BezPath, transform: Affine) {
        let mut start = Point::ZERO;
        let mut here = Point::ZERO;
        for element in path.elements() {
            match element {
                PathEl::MoveTo(point) => {
                    start = transform * *point;
                    here = start;
                }
                PathEl::LineTo(point) => {
                    let next = transform * *point;
                    self.rule(here, next);
                    here = next;
                }
                PathEl::QuadTo(_, point) | PathEl::CurveTo(_, _, point) => {
                    here = transform * *point;
                }
                PathEl::ClosePath => {
                    self.rule(here, start);
                    here = start;
                }
            }
        }
    }

    /// Many programs draw lines as thin filled rectangles, several in one path.
    fn fill(&mut self, path: &BezPath, transform: Affine) {
        let mut part = BezPath::new();
        for element in path.elements() {
            if matches!(element, PathEl::MoveTo(_)) {
                self.filled(&part, transform);
                part = BezPath::new();
            }
            part.push(*element);
        }
        self.filled(&part, transform);
    }

    fn filled(&mut self, part: &BezPath, transform: Affine) {
        if part.elements().len() < 2 {
            return;
        }
        let area = (transform * part.clone()).bounding_box();
        let middle = area.center();
        if area.height() <= THIN {
            let (from, to) = (Point::new(area.x0, middle.y), Point::new(area.x1, middle.y));
            self.rule(from, to);
        } else if area.width() <= THIN {
            let (from, to) = (Point::new(middle.x, area.y0), Point::new(middle.x, area.y1));
            self.rule(from, to);
        }
    }

    fn rule(&mut self, from: Point, to: Point) {
        if self.0.rules.len() >= MOST_RULES || !from.is_finite() || !to.is_finite() {
            return;
        }
        let (across, down) = ((to.x - from.x).abs(), (to.y - from.y).abs());
        let rule = if down < 1.0 && across >= SHORT {
            Rule {
                is_level: true,
                at: f64::midpoint(from.y, to.y),
                start: from.x.min(to.x),
                end: from.x.max(to.x),
            }
        } else if across < 1.0 && down >= SHORT {
            Rule {
                is_level: false,
                at: f64::midpoint(from.x, to.x),
                start: from.y.min(to.y),
                end: from.y.max(to.y),
            }
        } else {
            return;
        };
        self.0.rules.push(rule);
    }
}
