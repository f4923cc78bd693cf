//! Numbers that look random and are the same for the same seed, on every machine and in every version.

/// A stream of numbers: SplitMix64.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The stream of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A stream of its own below a seed: of the seed, of what it is for, and of the how-manieth of that.
    pub fn stream(seed: u64, what: &str, number: u64) -> Self {
        Self::new(seed ^ hash(what) ^ number.wrapping_mul(0xd134_2543_de82_ef95))
    }

    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below a bound; 0 where that is 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.next().checked_rem(bound).unwrap_or(0)
    }

    /// A number between two, both included.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        let width = u64::try_from(i128::from(most) - i128::from(least)).unwrap_or(0);
        let offset = if width == u64::MAX { self.next() } else { self.below(width.saturating_add(1)) };
        least.wrapping_add_unsigned(offset)
    }

    /// A fraction from 0 up to, and without, 1.
    pub fn fraction(&mut self) -> f64 {
        // A double holds 53 bits.
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Whether something that happens so often happens.
    pub fn chance(&mut self, often: f64) -> bool {
        self.fraction() < often
    }

    /// One of several.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        let at = self.below(of.len() as u64);
        of.get(usize::try_from(at).ok()?)
    }

    /// Puts several into an order.
    pub fn shuffle<T>(&mut self, what: &mut [T]) {
        for end in (1..what.len()).rev() {
            let at = self.below(end as u64 + 1);
            what.swap(end, usize::try_from(at).unwrap_or(end));
        }
    }
}

/// FNV-1a, 64 bits: a number that stands for a text.
pub fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_one_stream() {
        let some = |mut random: Random| [random.next(), random.below(1000), random.between(-3, 3).unsigned_abs()];
        assert_eq!(some(Random::new(7)), some(Random::new(7)));
        assert_ne!(some(Random::new(7)), some(Random::new(8)));
        assert_ne!(some(Random::stream(7, "a", 0)), some(Random::stream(7, "b", 0)));
        // The reference values of SplitMix64.
        let mut random = Random::new(1_234_567);
        assert_eq!([random.next(), random.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn numbers_stay_between_their_bounds() {
        let mut random = Random::new(1);
        for _ in 0..1000 {
            assert!((-2..=5).contains(&random.between(-2, 5)));
            assert!((0.0..1.0).contains(&random.fraction()));
        }
        assert_eq!(random.between(4, 4), 4);
        random.between(i64::MIN, i64::MAX);
        assert_eq!(random.below(0), 0);
        assert_eq!(random.pick::<u8>(&[]), None);
    }
}
