//! Laws of uncertain parameters, drawn by inversion: one uniform number gives one value.
//!
//! Inversion keeps the order (a greater uniform gives a greater value), so one trajectory is as far along a law in
//! every scenario, whatever the scenario does to the law. The functions are written here over `libm` instead of being
//! taken from a library of laws: such libraries choose between `libm` and the system's C library by what else is
//! linked, and a parameter would then depend on the features of an unrelated crate.
//!
//! PERT: regularised incomplete beta by its continued fraction (Lentz's method; Press et al., *Numerical Recipes*,
//! 3rd ed., § 6.4), inverted by bracketed Halley steps from a table made once. Normal: Wichura's AS 241 (PPND16,
//! *Applied Statistics* 37, 1988).

use crate::text::Message;
use serde::Deserialize;

/// The law of a parameter, as written in TOML: `{ kind = "pert", low = 0.0, mode = 0.1, high = 0.3 }`.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Law {
    /// One value, certain.
    Fixed { value: f64 },
    /// All values between `low` and `high` alike.
    Uniform { low: f64, high: f64 },
    /// Triangle with its top at `mode`.
    Triangular { low: f64, mode: f64, high: f64 },
    /// Beta-PERT (shape 4): mean (low + 4 mode + high) / 6.
    Pert { low: f64, mode: f64, high: f64 },
    /// Normal law truncated to `low..high`.
    Normal { mean: f64, sd: f64, low: f64, high: f64 },
}

/// Why numbers do not make a law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub enum LawError {
    /// A number is infinite or not a number.
    NotFinite,
    /// `low` is not below `high`.
    Empty,
    /// `mode` or `mean` is outside `low..high`.
    OffCentre,
    /// `sd` is not above zero.
    NoSpread,
}

impl LawError {
    /// What is wrong, for the reader.
    #[must_use]
    pub fn message(self) -> Message {
        match self {
            Self::NotFinite => Message::new("les nombres d'une loi doivent être finis", "the numbers of a law must be finite"),
            Self::Empty => Message::new("« low » doit être inférieur à « high »", "`low` must be below `high`"),
            Self::OffCentre => Message::new(
                "« mode » ou « mean » doit être compris entre « low » et « high »",
                "`mode` or `mean` must lie between `low` and `high`",
            ),
            Self::NoSpread => Message::new("« sd » doit être supérieur à 0", "`sd` must be above 0"),
        }
    }
}

impl Law {
    /// Every word allowed for `kind`, with the keys that go with it.
    pub const KINDS: [(&'static str, &'static [&'static str]); 5] = [
        ("fixed", &["value"]),
        ("uniform", &["low", "high"]),
        ("triangular", &["low", "mode", "high"]),
        ("pert", &["low", "mode", "high"]),
        ("normal", &["mean", "sd", "low", "high"]),
    ];

    /// The word for `kind`.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Fixed { .. } => "fixed",
            Self::Uniform { .. } => "uniform",
            Self::Triangular { .. } => "triangular",
            Self::Pert { .. } => "pert",
            Self::Normal { .. } => "normal",
        }
    }

    /// Its numbers, in the order of [`Law::KINDS`].
    #[must_use]
    pub fn numbers(&self) -> Vec<(&'static str, f64)> {
        match *self {
            Self::Fixed { value } => vec![("value", value)],
            Self::Uniform { low, high } => vec![("low", low), ("high", high)],
            Self::Triangular { low, mode, high } | Self::Pert { low, mode, high } => {
                vec![("low", low), ("mode", mode), ("high", high)]
            }
            Self::Normal { mean, sd, low, high } => vec![("mean", mean), ("sd", sd), ("low", low), ("high", high)],
        }
    }

    /// Checks that the numbers make a law.
    ///
    /// # Errors
    /// When a number is not finite, `low` is not below `high`, the centre is outside them or the spread is not above 0.
    pub fn check(&self) -> Result<(), LawError> {
        if self.numbers().iter().any(|(_, number)| !number.is_finite()) {
            return Err(LawError::NotFinite);
        }
        let [low, high] = self.support();
        let centre = match *self {
            Self::Fixed { .. } => return Ok(()),
            Self::Uniform { low, .. } => low,
            Self::Triangular { mode, .. } | Self::Pert { mode, .. } => mode,
            Self::Normal { mean, .. } => mean,
        };
        match *self {
            // The width must be finite too: -1e308..1e308 has none.
            _ if low >= high || !(high - low).is_finite() => Err(LawError::Empty),
            Self::Normal { sd, .. } if sd <= 0.0 => Err(LawError::NoSpread),
            _ if centre < low || centre > high => Err(LawError::OffCentre),
            _ => Ok(()),
        }
    }

    /// Least and greatest value.
    #[must_use]
    pub const fn support(&self) -> [f64; 2] {
        match *self {
            Self::Fixed { value } => [value, value],
            Self::Uniform { low, high }
            | Self::Triangular { low, high, .. }
            | Self::Pert { low, high, .. }
            | Self::Normal { low, high, .. } => [low, high],
        }
    }

    /// Whether there is one value only.
    #[must_use]
    pub const fn is_fixed(&self) -> bool {
        matches!(self, Self::Fixed { .. })
    }

    /// Expected value.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match *self {
            Self::Fixed { value } => value,
            Self::Uniform { low, high } => 0.5 * (low + high),
            Self::Triangular { low, mode, high } => (low + mode + high) / 3.0,
            Self::Pert { low, mode, high } => (low + 4.0 * mode + high) / 6.0,
            Self::Normal { mean, sd, low, high } => {
                let (a, b) = ((low - mean) / sd, (high - mean) / sd);
                mean + sd * (normal_density(a) - normal_density(b)) / (normal_cdf(b) - normal_cdf(a))
            }
        }
    }
}

/// A law made ready for inversion.
#[derive(Clone, Debug)]
pub struct Quantile {
    law: Law,
    beta: Option<Box<Beta>>,
    /// Probabilities below `low` and below `high` of the untruncated normal law.
    truncation: [f64; 2],
}

impl Quantile {
    /// Prepares a law that [`Law::check`] accepts. Other laws give values that mean nothing, but no panic.
    #[must_use]
    pub fn new(law: &Law) -> Self {
        let beta = match *law {
            Law::Pert { low, mode, high } => {
                let shape = 1.0 + PERT_SHAPE * (mode - low) / (high - low);
                Some(Box::new(Beta::new(shape, 2.0 + PERT_SHAPE - shape)))
            }
            _ => None,
        };
        let truncation = match *law {
            Law::Normal { mean, sd, low, high } => [normal_cdf((low - mean) / sd), normal_cdf((high - mean) / sd)],
            _ => [0.0, 1.0],
        };
        Self { law: *law, beta, truncation }
    }

    /// The value below which the law has probability `u`, strictly between 0 and 1.
    #[must_use]
    pub fn at(&self, u: f64) -> f64 {
        match self.law {
            Law::Fixed { value } => value,
            Law::Uniform { low, high } => low + u * (high - low),
            Law::Triangular { low, mode, high } => triangular(low, mode, high, u),
            Law::Pert { low, high, .. } => low + (high - low) * self.beta.as_ref().map_or(0.5, |beta| beta.quantile(u)),
            Law::Normal { mean, sd, low, high } => {
                let [below, above] = self.truncation;
                // The mean lies within, so neither end is so far in a tail that the difference loses its digits; the
                // minimum and maximum only remove a last-bit excess at the ends.
                (mean + sd * normal_quantile(below + u * (above - below))).max(low).min(high)
            }
        }
    }
}

/// Weight of the mode in the mean of a PERT law; 4 is its definition.
const PERT_SHAPE: f64 = 4.0;

fn triangular(low: f64, mode: f64, high: f64, u: f64) -> f64 {
    let (width, rise) = (high - low, mode - low);
    if u * width < rise { low + libm::sqrt(u * width * rise) } else { high - libm::sqrt((1.0 - u) * width * (high - mode)) }
}

/// The beta law, both shapes at least 1, with the table from which its inversion starts.
#[derive(Clone, Debug)]
struct Beta {
    shapes: [f64; 2],
    log_norm: f64,
    table: [f64; CELLS + 1],
}

/// Cells of the table: enough for two or three steps to reach full precision, few enough to be made at once.
const CELLS: usize = 64;

impl Beta {
    fn new(a: f64, b: f64) -> Self {
        let log_norm = libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b);
        let mut beta = Self { shapes: [a, b], log_norm, table: [0.0; CELLS + 1] };
        beta.table[CELLS] = 1.0;
        for cell in 1..CELLS {
            let u = cell as f64 / CELLS as f64;
            beta.table[cell] = beta.solve(u, [beta.table[cell - 1], 1.0], u);
        }
        beta
    }

    fn quantile(&self, u: f64) -> f64 {
        let at = u * CELLS as f64;
        let cell = (at as usize).min(CELLS - 1);
        let bracket = [self.table[cell], self.table[cell + 1]];
        let [a, b] = self.shapes;
        // At the ends the law is a power of the distance to the end, which a straight line misses.
        let start = match cell {
            0 => libm::exp((libm::log(u * a) + self.log_norm) / a),
            _ if cell == CELLS - 1 => 1.0 - libm::exp((libm::log((1.0 - u) * b) + self.log_norm) / b),
            _ => bracket[0] + (at - cell as f64) * (bracket[1] - bracket[0]),
        };
        self.solve(u, bracket, start)
    }

    /// Root of cdf(x) = u in a bracket, by Halley steps; a step that leaves the bracket is a bisection instead.
    fn solve(&self, u: f64, [mut low, mut high]: [f64; 2], start: f64) -> f64 {
        /// Bisection alone would need 53 steps; Halley needs two or three.
        const STEPS: usize = 60;
        /// A cubic step of this relative size leaves an error far below the last bit.
        const SMALL: f64 = 1e-7;
        let [a, b] = self.shapes;
        let inside = |x: f64, low: f64, high: f64| if x > low && x < high { x } else { 0.5 * (low + high) };
        let mut x = inside(start, low, high);
        for _ in 0..STEPS {
            let (cdf, density) = self.cdf(x);
            if cdf < u {
                low = x;
            } else {
                high = x;
            }
            let newton = (cdf - u) / density;
            let curvature = (a - 1.0) / x - (b - 1.0) / (1.0 - x);
            let step = newton / (1.0 - 0.5 * (newton * curvature).clamp(-1.0, 1.0));
            if libm::fabs(step) <= SMALL * libm::fmin(x, 1.0 - x) {
                return (x - step).clamp(low, high);
            }
            x = inside(x - step, low, high);
        }
        x
    }

    /// Probability below `x`, and density at `x`.
    fn cdf(&self, x: f64) -> (f64, f64) {
        let [a, b] = self.shapes;
        let power = libm::exp(a * libm::log(x) + b * libm::log1p(-x) - self.log_norm);
        // The continued fraction converges quickly on the near side of the mean; the other side is its complement.
        let cdf = if x * (a + b + 2.0) < a + 1.0 {
            power * continued_fraction(a, b, x) / a
        } else {
            1.0 - power * continued_fraction(b, a, 1.0 - x) / b
        };
        (cdf, power / (x * (1.0 - x)))
    }
}

/// Continued fraction of the incomplete beta, by Lentz's method.
fn continued_fraction(a: f64, b: f64, x: f64) -> f64 {
    /// Shapes are at most 5, where fewer than 30 terms are needed; the rest is a guard.
    const TERMS: u32 = 200;
    /// Keeps a denominator from zero.
    const TINY: f64 = 1e-300;
    let keep = |value: f64| if libm::fabs(value) < TINY { TINY } else { value };
    let mut c = 1.0;
    let mut d = 1.0 / keep(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for term in 1..TERMS {
        let m = f64::from(term);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / keep(1.0 + even * d);
        c = keep(1.0 + even / c);
        fraction *= d * c;
        d = 1.0 / keep(1.0 + odd * d);
        c = keep(1.0 + odd / c);
        let change = d * c;
        fraction *= change;
        if libm::fabs(change - 1.0) < f64::EPSILON {
            break;
        }
    }
    fraction
}

/// Probability that a standard normal is below `z`.
#[must_use]
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

fn normal_density(z: f64) -> f64 {
    /// 1 / sqrt(2 pi).
    const PEAK: f64 = 0.398_942_280_401_432_7;
    PEAK * libm::exp(-0.5 * z * z)
}

/// Value below which a standard normal has probability `u`, strictly between 0 and 1 (AS 241, relative error about
/// 1e-16). Zero and one give infinities.
#[must_use]
pub fn normal_quantile(u: f64) -> f64 {
    let centred = u - 0.5;
    if libm::fabs(centred) <= 0.425 {
        let r = 0.180_625 - centred * centred;
        return centred * ratio(r, &CENTRE);
    }
    let tail = if centred < 0.0 { u } else { 1.0 - u };
    if tail <= 0.0 {
        return libm::copysign(f64::INFINITY, centred);
    }
    let r = libm::sqrt(-libm::log(tail));
    let value = if r <= 5.0 { ratio(r - 1.6, &MIDDLE) } else { ratio(r - 5.0, &FAR) };
    libm::copysign(value, centred)
}

/// Numerator and denominator of a rational function, highest power first.
type Rational = [[f64; 8]; 2];

fn ratio(r: f64, [above, below]: &Rational) -> f64 {
    let horner = |coefficients: &[f64; 8]| coefficients.iter().fold(0.0, |sum, coefficient| sum * r + coefficient);
    horner(above) / horner(below)
}

const CENTRE: Rational = [
    [
        2_509.080_928_730_122_7,
        33_430.575_583_588_13,
        67_265.770_927_008_7,
        45_921.953_931_549_87,
        13_731.693_765_509_46,
        1_971.590_950_306_551_4,
        133.141_667_891_784_38,
        3.387_132_872_796_366_5,
    ],
    [
        5_226.495_278_852_546,
        28_729.085_735_721_943,
        39_307.895_800_092_71,
        21_213.794_301_586_597,
        5_394.196_021_424_751,
        687.187_007_492_057_9,
        42.313_330_701_600_91,
        1.0,
    ],
];

const MIDDLE: Rational = [
    [
        7.745_450_142_783_414e-4,
        0.022_723_844_989_269_184,
        0.241_780_725_177_450_6,
        1.270_458_252_452_368_4,
        3.647_848_324_763_204_5,
        5.769_497_221_460_691,
        4.630_337_846_156_546,
        1.423_437_110_749_683_5,
    ],
    [
        1.050_750_071_644_416_9e-9,
        5.475_938_084_995_345e-4,
        0.015_198_666_563_616_457,
        0.148_103_976_427_480_08,
        0.689_767_334_985_1,
        1.676_384_830_183_803_8,
        2.053_191_626_637_759,
        1.0,
    ],
];

const FAR: Rational = [
    [
        2.010_334_399_292_288_1e-7,
        2.711_555_568_743_487_6e-5,
        0.001_242_660_947_388_078_4,
        0.026_532_189_526_576_124,
        0.296_560_571_828_504_87,
        1.784_826_539_917_291_3,
        5.463_784_911_164_114,
        6.657_904_643_501_103,
    ],
    [
        2.044_263_103_389_939_8e-15,
        1.421_511_758_316_446e-7,
        1.846_318_317_510_054_8e-5,
        7.868_691_311_456_133e-4,
        0.014_875_361_290_850_615,
        0.136_929_880_922_735_8,
        0.599_832_206_555_888,
        1.0,
    ],
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative difference, absolute below 1.
    fn differs(a: f64, b: f64) -> f64 {
        (a - b).abs() / b.abs().max(1.0)
    }

    #[test]
    fn pert_quantiles_are_those_of_scipy() {
        // scipy 1.17 stats.beta.ppf(u, 1 + 4 (mode - low) / (high - low), ...), scaled.
        let known = [
            ([0.0, 0.25, 1.0], 1e-9, 1.000_010_000_175_003_7e-5),
            ([0.0, 0.25, 1.0], 0.001, 0.010_101_787_883_737_75),
            ([0.0, 0.25, 1.0], 0.05, 0.076_440_391_412_328_89),
            ([0.0, 0.25, 1.0], 0.5, 0.313_810_170_455_697_4),
            ([0.0, 0.25, 1.0], 0.9, 0.583_890_374_619_529),
            ([0.0, 0.25, 1.0], 0.999_999, 0.978_761_781_799_293_9),
            ([0.0, 0.0, 1.0], 1e-9, 2.000_000_000_8e-10),
            ([0.0, 0.0, 1.0], 0.5, 0.129_449_436_703_875_85),
            ([0.0, 0.0, 1.0], 0.999_999, 0.936_904_265_551_617_8),
            ([0.0, 1.0, 1.0], 1e-9, 0.015_848_931_924_611_13),
            ([0.0, 1.0, 1.0], 0.5, 0.870_550_563_296_124_1),
            ([0.0, 1.0, 1.0], 0.999_999, 0.999_999_799_999_92),
            ([-2.0, 0.5, 3.0], 0.001, -1.762_240_509_122_711_6),
            ([-2.0, 0.5, 3.0], 0.5, 0.5),
            ([-2.0, 0.5, 3.0], 0.9, 1.766_817_733_557_666_7),
        ];
        for ([low, mode, high], u, value) in known {
            let found = Quantile::new(&Law::Pert { low, mode, high }).at(u);
            // Both sides invert numerically; scipy states about 1e-14 of the range.
            assert!(differs(found, value) < 1e-13, "{low} {mode} {high} at {u}: {found} instead of {value}");
        }
    }

    #[test]
    fn normal_quantiles_are_those_of_scipy() {
        // scipy 1.17 stats.norm.ppf; the algorithm promises 1e-16, the rounding of about 20 operations is on top.
        let known = [
            (1.164_153_218_269_348_1e-10, -6.337_957_754_553_789_5),
            (1e-6, -4.753_424_308_822_899),
            (0.01, -2.326_347_874_040_840_8),
            (0.3, -0.524_400_512_708_041),
            (0.5, 0.0),
            (0.925, 1.439_531_470_938_456_3),
            (0.999_9, 3.719_016_485_455_709),
        ];
        for (u, value) in known {
            assert!(differs(normal_quantile(u), value) < 1e-14, "{u}: {}", normal_quantile(u));
        }
        let law = Law::Normal { mean: 1.0, sd: 0.5, low: 0.8, high: 2.5 };
        for (u, value) in [(0.1, 0.886_208_788_294_162), (0.5, 1.222_187_393_100_136_6), (0.99, 2.206_968_013_324_117)] {
            assert!(differs(Quantile::new(&law).at(u), value) < 1e-13);
        }
        assert!(differs(law.mean(), 1.278_133_278_066_731_6) < 1e-13);
    }

    #[test]
    fn a_greater_uniform_never_gives_a_smaller_value() {
        for law in laws() {
            let quantile = Quantile::new(&law);
            let [low, high] = law.support();
            // All 2^32 uniforms are too many: 2,000 runs of neighbours, spread over them.
            for start in (0..=u32::MAX - 4).step_by(2_147_483) {
                let values = [0, 1, 2, 3].map(|next| quantile.at(crate::stream::unit(start + next)));
                assert!(values.is_sorted() && values[0] >= low && values[3] <= high, "{law:?} near {start}: {values:?}");
            }
        }
    }

    fn laws() -> Vec<Law> {
        vec![
            Law::Fixed { value: 2.0 },
            Law::Uniform { low: -1.0, high: 3.0 },
            Law::Triangular { low: 0.0, mode: 0.0, high: 1.0 },
            Law::Triangular { low: 0.0, mode: 1.0, high: 1.0 },
            Law::Triangular { low: 0.1, mode: 0.3, high: 1.0 },
            Law::Pert { low: 0.0, mode: 0.0, high: 1.0 },
            Law::Pert { low: 0.0, mode: 1.0, high: 1.0 },
            Law::Pert { low: 0.010, mode: 0.014, high: 0.020 },
            Law::Normal { mean: 0.0, sd: 1.0, low: -8.0, high: 8.0 },
            Law::Normal { mean: 0.0, sd: 100.0, low: 0.0, high: 1.0 },
        ]
    }

    #[test]
    fn the_mean_of_a_law_is_that_of_its_quantiles() {
        // Midpoint rule on 20,000 cells; its error is at most the range over twice the cells, quantiles being monotone.
        const CELLS: u32 = 20_000;
        for law in laws() {
            let quantile = Quantile::new(&law);
            let sum: f64 = (0..CELLS).map(|cell| quantile.at((f64::from(cell) + 0.5) / f64::from(CELLS))).sum();
            let [low, high] = law.support();
            assert!((sum / f64::from(CELLS) - law.mean()).abs() <= (high - low) / f64::from(2 * CELLS) + 1e-9, "{law:?}");
        }
    }

    #[test]
    fn numbers_that_make_no_law_are_refused() {
        let refused = [
            (Law::Uniform { low: 1.0, high: 1.0 }, LawError::Empty),
            (Law::Uniform { low: -1e308, high: 1e308 }, LawError::Empty),
            (Law::Pert { low: 0.0, mode: 2.0, high: 1.0 }, LawError::OffCentre),
            (Law::Normal { mean: 0.5, sd: 0.0, low: 0.0, high: 1.0 }, LawError::NoSpread),
            (Law::Fixed { value: f64::NAN }, LawError::NotFinite),
        ];
        for (law, error) in refused {
            assert_eq!(law.check(), Err(error), "{law:?}");
        }
        assert!(laws().iter().all(|law| law.check().is_ok()));
    }
}
