//! The starting tables of a past 1 January, from what was known then: the start of the hindcast.
//!
//! Hazards: the shapes of `behaviour` with priors of that date, fitted on the cohorts of all physicians and on the retired-active then known.
//! Places: `gains`, for which the drift of 2013-18 is all that is needed.

use super::{
    behaviour::{LEVELS, Levels, Rules},
    behaviour_of,
    choice::{self, Choice},
    cohort::{FROM, Stock, foreign, locum_rates, registering},
    curve::largest_remainder,
    departements::{age_mixes, start_of},
    files::training_of,
    fit,
    flows::{self, Choosers, Wanted, YEARS},
    gains::{HALF, gains, halfway, sum},
    known::{DISTRUSTED, Known},
    observed::Observed,
};
use crate::{
    baseline::{Access, Baseline, Explanation, LAST_HORIZON, Population, Workforce},
    cohort::Status,
    parameter::Parameter,
    source::Sources,
};

/// First year of the tables by département.
const FIRST: u16 = 2013;
/// Variance of the growth of a département over five years by the chance of heads alone, per head: entries and exits, each
/// about 3.5 % of heads a year, are Poisson.
const CHANCE: f64 = 0.35;
/// Greatest yearly hazard of being recoded for the salaried under 60, were all emergency doctors among them (about a third, G) recoded within
/// five to six years of the creation of their diploma in 2017; the parameter `exits.later-retirement` draws how much of it comes.
const RECODING: f64 = 0.06;
/// Mean of that draw.
const RECODED: f64 = 0.5;
/// Classes of interns who may still register after the start, before it: three years of internship and three of lag.
const CLASSES: u16 = 6;

/// Prior mean and standard deviation of the levels in the order of [`Levels::NAMES`], without what later years taught: the
/// plateau of the salaried and of locums lies anywhere up to that of the installed, and exits before retirement and take-up of cumul are twice
/// as wide. Recoding and later retirement are not fitted: they had not happened.
const PRIOR: [[f64; 2]; LEVELS] = [
    [0.0, 1.0],
    [0.50, 0.20],
    [0.14, 0.04],
    [RECODING, 0.010],
    [3.0, 0.3],
    [50.0, 4.0],
    [7.0, 2.0],
    [0.20, 0.06],
    [0.013, 0.002],
    [0.30, 0.15],
    [0.95, 0.03],
    [0.08, 0.04],
    [0.50, 0.10],
];

/// The baseline of the date of a view, with these parameters.
#[must_use]
pub fn baseline(known: &Known, parameters: Vec<Parameter>, sources: Sources) -> Baseline {
    let (observed, date) = (known.tables(), known.date());
    let levels = fit::on_prior(observed, &PRIOR);
    let rules = Rules { recoding: RECODING * RECODED, ..Rules::new(&levels) };
    let stocks: Vec<Stock> = (0..observed.departements()).map(|d| start_of(observed, &levels, d)).collect();
    let gains = wanted(observed, &stocks, &rules, &levels);
    let all: f64 = gains.iter().sum();
    let shares: Vec<f64> = gains.iter().map(|gain| gain / all).collect();
    let mut choice = choice::fit(observed, &shares, &vec![1.0; stocks.len()]);
    pull(observed, &stocks, &rules, &gains, &mut choice);
    let mut behaviour = behaviour_of(&levels, &choice);
    (behaviour.recoding, behaviour.later_retirement_years) = (RECODING, 0.0);
    Baseline {
        start: date,
        sources,
        parameters,
        geography: observed.geography.clone(),
        workforce: workforce(observed, &stocks, date),
        behaviour,
        training: training_of(observed, date - CLASSES..=date - 1),
        population: population(observed, date),
        access: vec![Access { apl: 1.0, patients_per_gp: 1.0, ..Access::default() }; stocks.len()],
        attraction: choice.attraction,
        tables: Vec::new(),
        digests: Vec::new(),
    }
}

/// Heads that each département is to gain in a year, before exits.
fn wanted(observed: &Observed, stocks: &[Stock], rules: &Rules, levels: &Levels) -> Vec<f64> {
    let entrants = registering(observed, FROM, levels) + foreign(observed, FROM - 1);
    gains(stocks, rules, &drift(observed), entrants)
}

/// Sets the weights and the spread of the pull so that the choices of a year give those gains and that spread of growth.
fn pull(observed: &Observed, stocks: &[Stock], rules: &Rules, gains: &[f64], choice: &mut Choice) {
    let rates = locum_rates(&sum(stocks), rules);
    let heads: Vec<Option<f64>> =
        stocks.iter().enumerate().map(|(d, stock)| is_trusted(observed, d).then(|| stock.total())).collect();
    let abroad = foreign(observed, FROM - 1);
    let choosers = Choosers::of(stocks, &rates, gains, abroad);
    flows::balance(observed, choice, choosers, &Wanted { gains, heads: &heads, unexplained: unexplained(observed) });
}

/// Logarithm of the growth of each département over five years against that of France.
fn growth(observed: &Observed) -> Vec<f64> {
    let total = |modes: &[f64; 4]| modes.iter().sum::<f64>();
    let (before, after) = (&observed.modes[&FIRST], &observed.modes[&FROM]);
    let france = after.iter().map(total).sum::<f64>() / before.iter().map(total).sum::<f64>();
    before.iter().zip(after).map(|(before, after)| libm::log(total(after) / total(before) / france)).collect()
}

/// The same a year, drawn half-way to that of the départements around.
fn drift(observed: &Observed) -> Vec<f64> {
    let heads: Vec<f64> = observed.modes[&FIRST].iter().map(|modes| modes.iter().sum()).collect();
    let a_year: Vec<f64> = growth(observed).iter().map(|growth| growth / YEARS).collect();
    halfway(&observed.geography, &a_year, &heads)
}

/// Standard deviation of the growth of départements over five years that no table explains: that of 2013-18, less the chance of heads,
/// less what persists of it.
fn unexplained(observed: &Observed) -> f64 {
    let growth = growth(observed);
    let places: Vec<usize> = (0..growth.len()).filter(|&d| is_trusted(observed, d)).collect();
    let count = places.len() as f64;
    let mean = places.iter().map(|&d| growth[d]).sum::<f64>() / count;
    let variance = places.iter().map(|&d| (growth[d] - mean) * (growth[d] - mean)).sum::<f64>() / (count - 1.0);
    let chance = places.iter().map(|&d| CHANCE / observed.modes[&FIRST][d].iter().sum::<f64>()).sum::<f64>() / count;
    libm::sqrt((variance - chance).max(0.0) * (1.0 - HALF * HALF))
}

fn is_trusted(observed: &Observed, departement: usize) -> bool {
    !DISTRUSTED.contains(&observed.geography.departements[departement].code.as_str())
}

/// Heads by place and status, whole numbers that sum to the published total in its last edition.
fn workforce(observed: &Observed, stocks: &[Stock], date: u16) -> Workforce {
    let of_date = observed.national.get(&date).map_or(0.0, |figures| figures[0]);
    let totals = largest_remainder(&stocks.iter().map(Stock::total).collect::<Vec<_>>(), of_date as u32);
    let geography = &observed.geography;
    let mut heads = vec![[0; 4]; geography.places()];
    let mut ages = Vec::new();
    for (d, (stock, total)) in stocks.iter().zip(totals).enumerate() {
        let parts = largest_remainder(&Status::ALL.map(|status| stock.of(status)), total);
        for (status, part) in Status::ALL.into_iter().zip(&parts) {
            let in_territory = matches!(status, Status::Installed | Status::RetiredActive);
            let place = if in_territory { geography.departements[d].territories.start } else { geography.place_of(d) };
            heads[place][status as usize] = *part;
        }
        ages.push(age_mixes(stock, &[parts[0], parts[1], parts[2], parts[3]]));
    }
    Workforce { heads, ages: Explanation::ALL.map(|_| ages.clone()) }
}

/// Inhabitants of the date, carried on unchanged: only heads are scored.
fn population(observed: &Observed, date: u16) -> Population {
    let now: Vec<[u32; 5]> =
        observed.population[&date].iter().map(|groups| groups.map(|heads| libm::round(heads) as u32)).collect();
    Population { heads: (date..=LAST_HORIZON).map(|_| now.clone()).collect() }
}

#[cfg(test)]
mod tests {
    use super::{super::cohort::EDITION, *};
    use crate::cohort::Sex;

    fn known() -> Known {
        Known::on(2018, &Observed::read(None).expect("the embedded observed tables are sound"))
    }

    #[test]
    fn the_start_is_the_published_total_of_every_departement_in_its_last_edition() {
        let known = known();
        let baseline = baseline(&known, vec![], Sources::new());
        let observed = known.tables();
        assert_eq!(baseline.workforce.heads.iter().flatten().sum::<u32>(), 101_939);
        for (d, bands) in observed.ages_2018.iter().enumerate() {
            let heads: u32 = [d, observed.geography.place_of(d)].iter().flat_map(|place| baseline.workforce.heads[*place]).sum();
            let published = EDITION * bands.iter().sum::<f64>();
            // One head by the rounding of the place, and the rounding of the edition's factor spread over all.
            assert!((f64::from(heads) - published).abs() < 1.5, "{d}: {heads} {published}");
        }
        for status in Status::ALL {
            let women: u32 = baseline.workforce.ages[0].iter().flat_map(|ages| ages[status as usize][Sex::Woman as usize]).sum();
            assert!(women > 0);
        }
    }

    /// What the protocol cites of the data before the date: spread of growth, and how far it goes on.
    #[test]
    fn half_of_the_drift_goes_on_and_its_spread_is_that_cited() {
        let known = known();
        let observed = known.tables();
        let total = |year: u16, d: usize| observed.modes[&year][d].iter().sum::<f64>();
        let places: Vec<usize> = (0..observed.departements()).filter(|&d| is_trusted(observed, d)).collect();
        assert_eq!(places.len(), 98);
        let grown =
            |from: u16, to: u16| -> Vec<f64> { places.iter().map(|&d| libm::log(total(to, d) / total(from, d))).collect() };
        let mean = |x: &[f64]| x.iter().sum::<f64>() / x.len() as f64;
        let covariance = |x: &[f64], y: &[f64]| {
            let (a, b) = (mean(x), mean(y));
            x.iter().zip(y).map(|(x, y)| (x - a) * (y - b)).sum::<f64>() / (x.len() as f64 - 1.0)
        };
        let (before, after, whole) = (grown(2013, 2016), grown(2016, 2018), grown(2013, 2018));
        let correlation = covariance(&before, &after) / libm::sqrt(covariance(&before, &before) * covariance(&after, &after));
        assert!((correlation - 0.52).abs() < 0.005, "{correlation}");
        assert!((libm::sqrt(covariance(&whole, &whole)) - 0.053).abs() < 0.0005);
    }

    #[test]
    fn gains_are_larger_where_past_growth_was() {
        let known = known();
        let observed = known.tables();
        let levels = fit::on_prior(observed, &PRIOR);
        let stocks: Vec<Stock> = (0..observed.departements()).map(|d| start_of(observed, &levels, d)).collect();
        let gains = wanted(observed, &stocks, &Rules::new(&levels), &levels);
        let drift = drift(observed);
        let highest = (0..drift.len()).max_by(|&a, &b| drift[a].total_cmp(&drift[b])).expect("départements");
        let lowest = (0..drift.len()).min_by(|&a, &b| drift[a].total_cmp(&drift[b])).expect("départements");
        let rate = |d: usize| gains[d] / stocks[d].total();
        assert!(rate(highest) > rate(lowest));
    }
}
