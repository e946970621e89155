//! Random numbers that follow from a seed.

/// A generator (SplitMix64) of its own for each case.
pub struct Random(u64);

impl Random {
    /// The generator of a case.
    pub fn new(seed: u64, case: u64) -> Self {
        let mut random = Self(seed.rotate_left(32) ^ case);
        random.next();
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`; 0 when there is none.
    pub fn below(&mut self, limit: usize) -> usize {
        match limit {
            0 => 0,
            _ => usize::try_from(self.next() % limit as u64).unwrap_or_default(),
        }
    }

    /// One of some things.
    pub fn one_of<'thing, T: ?Sized>(&mut self, things: &[&'thing T]) -> &'thing T {
        things[self.below(things.len())]
    }

    /// Once in `times`.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// A number below `limit`, small ones more often.
    pub fn small(&mut self, limit: usize) -> usize {
        let bound = 1 + self.below(limit);
        self.below(bound)
    }

    /// Any character, those of budgets more often.
    pub fn character(&mut self) -> char {
        match self.below(4) {
            0 => char::from_u32(0x20 + u32::try_from(self.below(0x5f)).unwrap_or_default()),
            1 => char::from_u32(0x4e00 + u32::try_from(self.below(0x5200)).unwrap_or_default()),
            2 => "０１９．，（）％：；“”、。—…·①⑳㈠〇亿万元\t\n\r\u{a0}\u{3000}\u{feff}\u{0}\u{1b}\u{85}\u{2028}"
                .chars()
                .nth(self.below(38)),
            _ => char::from_u32(u32::try_from(self.below(0x11_0000)).unwrap_or_default()),
        }
        .unwrap_or('合')
    }
}
