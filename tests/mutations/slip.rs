//! What goes wrong when a figure is typed: the mutations of one printed number.

/// A kind of mutation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slip {
    /// One digit is another one.
    Changed,
    /// Two digits that stand side by side and differ changed places.
    Transposed,
    /// A digit is missing.
    Dropped,
    /// A digit stands twice.
    Doubled,
    /// The decimal point stands one place to the left or right.
    PointMoved,
    /// The number of the neighbouring cell or of the amount beside it.
    Neighbour,
}

/// Every kind, in the order of reports.
pub const SLIPS: [Slip; 6] = [
    Slip::Changed,
    Slip::Transposed,
    Slip::Dropped,
    Slip::Doubled,
    Slip::PointMoved,
    Slip::Neighbour,
];

impl Slip {
    /// How reports call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Changed => "digit changed",
            Self::Transposed => "digits transposed",
            Self::Dropped => "digit dropped",
            Self::Doubled => "digit doubled",
            Self::PointMoved => "point moved",
            Self::Neighbour => "neighbour's value",
        }
    }
}

/// Chances that are the same in every run: a small generator (splitmix64) with a seed from words.
pub struct Chance(u64);

impl Chance {
    /// A generator for a document, a place in it and a kind of mutation.
    pub fn of(document: &str, offset: usize, slip: Slip) -> Self {
        let mut seed = 0xcbf2_9ce4_8422_2325_u64;
        let place = format!("{document} {offset} {}", slip.name());
        for byte in place.bytes() {
            seed = (seed ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// One of some choices; none when there is none.
    pub fn choose<T: Clone>(&mut self, choices: &[T]) -> Option<T> {
        let count = u64::try_from(choices.len())
            .ok()
            .filter(|count| *count > 0)?;
        let index = usize::try_from(self.next() % count).ok()?;
        choices.get(index).cloned()
    }
}

/// A printed number as it would look after a slip; none when the slip cannot happen to it: no two
/// digits to transpose, no digit that can be left out. The result is always a number: thousands
/// separators are set anew, and no integer part starts with a needless zero.
pub fn mutated(
    printed: &str,
    slip: Slip,
    neighbours: &[String],
    chance: &mut Chance,
) -> Option<String> {
    if slip == Slip::Neighbour {
        return chance.choose(neighbours);
    }
    let number = Printed::read(printed)?;
    let variants = match slip {
        Slip::Changed => number.changed(),
        Slip::Transposed => number.transposed(),
        Slip::Dropped => number.dropped(),
        Slip::Doubled => number.doubled(),
        Slip::PointMoved => number.point_moved(),
        Slip::Neighbour => Vec::new(),
    };
    let plausible: Vec<String> = variants
        .into_iter()
        .filter(|variant| is_well_formed(variant))
        .collect();
    Some(number.print(&chance.choose(&plausible)?))
}

/// A printed number in its pieces.
struct Printed {
    sign: String,
    /// Digits and at most one point.
    plain: String,
    grouped: bool,
}

impl Printed {
    /// None for numbers in full-width digits and the like: they are not mutated.
    fn read(printed: &str) -> Option<Self> {
        let digits_from = printed.find(|character: char| character.is_ascii_digit())?;
        let (sign, number) = printed.split_at(digits_from);
        let plain: String = number
            .chars()
            .filter(|character| *character != ',')
            .collect();
        let simple = |character: char| character.is_ascii_digit() || character == '.';
        (plain.chars().all(simple) && plain.matches('.').count() <= 1).then(|| Self {
            sign: sign.to_owned(),
            grouped: number.contains(','),
            plain,
        })
    }

    fn print(&self, plain: &str) -> String {
        let (integer, fraction) = plain.split_at(plain.find('.').unwrap_or(plain.len()));
        let mut text = self.sign.clone();
        for (index, digit) in integer.chars().enumerate() {
            let left = integer.len() - index;
            if self.grouped && index > 0 && left % 3 == 0 {
                text.push(',');
            }
            text.push(digit);
        }
        text.push_str(fraction);
        text
    }

    /// The places of the digits.
    fn digits(&self) -> impl Iterator<Item = (usize, char)> {
        self.plain
            .char_indices()
            .filter(|(_, character)| character.is_ascii_digit())
    }

    fn with(&self, place: usize, digits: &str) -> String {
        let mut variant = self.plain.clone();
        variant.replace_range(place..=place, digits);
        variant
    }

    fn changed(&self) -> Vec<String> {
        self.digits()
            .flat_map(|(place, digit)| {
                ('0'..='9')
                    .filter(move |other| *other != digit)
                    .map(move |other| self.with(place, &other.to_string()))
            })
            .collect()
    }

    fn transposed(&self) -> Vec<String> {
        let pairs = self.digits().zip(self.digits().skip(1));
        pairs
            .filter(|((place, one), (next, other))| next - place == 1 && one != other)
            .map(|((place, one), (next, other))| {
                let mut variant = self.plain.clone();
                variant.replace_range(place..=next, &format!("{other}{one}"));
                variant
            })
            .collect()
    }

    fn dropped(&self) -> Vec<String> {
        self.digits()
            .map(|(place, _)| self.with(place, ""))
            .collect()
    }

    fn doubled(&self) -> Vec<String> {
        self.digits()
            .map(|(place, digit)| self.with(place, &format!("{digit}{digit}")))
            .collect()
    }

    fn point_moved(&self) -> Vec<String> {
        let digits: String = self.plain.replace('.', "");
        let point = self.plain.find('.');
        let mut places = vec![point.unwrap_or(digits.len()).checked_sub(1)];
        places.extend(point.map(|point| point.checked_add(1)));
        places
            .into_iter()
            .flatten()
            .map(|place| {
                let (integer, fraction) = digits.split_at(place);
                let integer = integer.trim_start_matches('0');
                let integer = if integer.is_empty() { "0" } else { integer };
                match fraction {
                    "" => integer.to_owned(),
                    _ => format!("{integer}.{fraction}"),
                }
            })
            .collect()
    }
}

/// Whether digits are a number as people print it.
fn is_well_formed(plain: &str) -> bool {
    let (integer, fraction) = match plain.split_once('.') {
        Some((integer, fraction)) => (integer, Some(fraction)),
        None => (plain, None),
    };
    let needless_zero = integer.len() > 1 && integer.starts_with('0');
    !integer.is_empty() && !needless_zero && fraction != Some("")
}
