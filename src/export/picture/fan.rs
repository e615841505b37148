//! The fan chart: P1 of France, median and central intervals, with the years of the trough.

use super::{GREY, INK, LINE, NumberFormat, Svg, heads, number};
use crate::{
    cohort::Count,
    engine::indicators::Level,
    statistics::{projection::Projection, quantiles::Summary},
    text::{Lang, Message},
};

/// Colours of the intervals, from the widest: one hue, told apart in grey.
const BANDS: [(u8, &str); 3] = [(95, "#d3e4f3"), (80, "#9fc7e4"), (50, "#5b9bcb")];
const MEDIAN: &str = "#0b3558";

/// The plot. Above `TOP`, up to `CEILING`, only the label of the trough is written.
const LEFT: f64 = 78.0;
const RIGHT: f64 = 428.0;
const CEILING: f64 = 108.0;
const TOP: f64 = 156.0;
const BOTTOM: f64 = 570.0;

/// Least distance between two labels, just above the height of their text.
const LEADING: f64 = 15.0;

/// Where years and heads stand.
struct Scale {
    years: (f64, f64),
    values: (f64, f64),
    step: f64,
}

impl Scale {
    fn new(projection: &Projection, rows: &[&Summary]) -> Self {
        let low = rows.iter().map(|row| row.q[0]).fold(f64::INFINITY, f64::min);
        let high = rows.iter().map(|row| row.q[8]).fold(f64::NEG_INFINITY, f64::max);
        let step = nice_step((high - low).max(1.0) / 6.0);
        let values = ((low / step).floor() * step, (high / step).ceil() * step);
        let values = if values.0 < values.1 { values } else { (values.0, values.0 + step) };
        Self { years: (projection.layout.start.into(), f64::from(projection.horizon()).max(1.0)), values, step }
    }

    fn x(&self, year: f64) -> f64 {
        LEFT + (RIGHT - LEFT) * (year - self.years.0) / (self.years.1 - self.years.0).max(1.0)
    }

    fn y(&self, value: f64) -> f64 {
        BOTTOM - (BOTTOM - TOP) * (value - self.values.0) / (self.values.1 - self.values.0)
    }
}

/// The least of 1, 2, 5 × a power of ten that is at least `step`.
fn nice_step(step: f64) -> f64 {
    let power = libm::pow(10.0, libm::floor(libm::log10(step)));
    [1.0, 2.0, 5.0].map(|factor| factor * power).into_iter().find(|&nice| nice >= step).unwrap_or(10.0 * power)
}

pub(super) fn draw(svg: &mut Svg, projection: &Projection, lang: Lang) {
    let years = projection.layout.start..=projection.horizon();
    let rows: Vec<_> = years.clone().filter_map(|year| heads(projection, year)).collect();
    if rows.len() != years.count() {
        let absent = Message::new("Niveau national non demandé.", "National level not asked for.");
        return svg.text((LEFT, TOP), &format!("fill=\"{GREY}\""), absent.get(lang));
    }
    let scale = Scale::new(projection, &rows);
    trough(svg, projection, &scale, lang);
    axes(svg, &scale, lang);
    let points = |edge: &dyn Fn(&Summary) -> f64| -> Vec<(f64, f64)> {
        (0..).zip(&rows).map(|(age, row)| (scale.x(scale.years.0 + f64::from(age)), scale.y(edge(row)))).collect()
    };
    for (rank, (_, colour)) in BANDS.into_iter().enumerate() {
        let (upper, mut lower) = (points(&|row| row.q[8 - [0, 2, 3][rank]]), points(&|row| row.q[[0, 2, 3][rank]]));
        lower.reverse();
        svg.raw(&format!("<path d=\"M{}L{}Z\" fill=\"{colour}\"/>\n", path(&upper), path(&lower)));
    }
    let median = path(&points(&Summary::median));
    svg.raw(&format!(
        "<path d=\"M{median}\" fill=\"none\" stroke=\"{MEDIAN}\" stroke-width=\"2.2\" stroke-linejoin=\"round\"/>\n"
    ));
    ends(svg, &scale, &rows, lang);
}

fn path(points: &[(f64, f64)]) -> String {
    points.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect::<Vec<_>>().join("L")
}

fn axes(svg: &mut Svg, scale: &Scale, lang: Lang) {
    let steps = ((scale.values.1 - scale.values.0) / scale.step).round() as u32;
    for rank in 0..=steps {
        let value = scale.values.0 + f64::from(rank) * scale.step;
        let y = scale.y(value);
        svg.line((LEFT, y), (RIGHT, y), &format!("stroke=\"{LINE}\""));
        let label = number(value, NumberFormat::default(), lang);
        svg.text((LEFT - 8.0, y + 4.5), &format!("text-anchor=\"end\" fill=\"{GREY}\""), &label);
    }
    let (first, last) = (scale.years.0 as u32, scale.years.1 as u32);
    let every = [1, 2, 4, 5, 10].into_iter().find(|every| (last - first) / every <= 6).unwrap_or(10);
    for year in (first..=last).step_by(every as usize) {
        let x = scale.x(year.into());
        svg.line((x, BOTTOM), (x, BOTTOM + 5.0), &format!("stroke=\"{GREY}\""));
        svg.text((x, BOTTOM + 21.0), &format!("text-anchor=\"middle\" fill=\"{GREY}\""), &year.to_string());
    }
}

/// Marks the years in which eight trajectories in ten have their minimum.
fn trough(svg: &mut Svg, projection: &Projection, scale: &Scale, lang: Lang) {
    let get = |name| projection.get(Level::France, "FR", "", name, Some(Count::P1), projection.horizon());
    let Some((year, value)) = get("trough_year").zip(get("trough_value")) else { return };
    let (from, to) = (scale.x(year.q[2]), scale.x(year.q[6]));
    svg.rectangle((from - 2.0, CEILING), (to - from + 4.0, BOTTOM - CEILING), "#f7f2e9");
    svg.rectangle((from - 2.0, BOTTOM - 4.0), (to - from + 4.0, 4.0), "#b9a37c");
    let heads = |value| number(value, NumberFormat::default(), lang);
    let whole = |value: f64| format!("{value:.0}");
    let (when, early, late) = (whole(year.median()), whole(year.q[2]), whole(year.q[6]));
    let (depth, low, high) = (heads(value.median()), heads(value.q[2]), heads(value.q[6]));
    let lines = Message::new(
        format!("Creux : {when} (80\u{a0}% : {early} à {late})\n{depth} médecins (80\u{a0}% : {low} à {high})"),
        format!("Trough: {when} (80%: {early} to {late})\n{depth} GPs (80%: {low} to {high})"),
    );
    for (line, y) in lines.get(lang).lines().zip([CEILING + 15.0, CEILING + 32.0]) {
        let (x, anchor) = if to < (LEFT + RIGHT) / 2.0 { (from + 4.0, "start") } else { (to - 4.0, "end") };
        svg.text((x, y), &format!("text-anchor=\"{anchor}\""), line);
    }
}

/// The first value, and what each band is, at its end.
fn ends(svg: &mut Svg, scale: &Scale, rows: &[&Summary], lang: Lang) {
    let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return };
    let heads = |value| number(value, NumberFormat::default(), lang);
    let start = (LEFT, scale.y(first.median()));
    svg.raw(&format!("<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3.5\" fill=\"{MEDIAN}\"/>\n", start.0, start.1));
    svg.text((start.0 + 5.0, start.1 - 10.0), "font-weight=\"700\"", &heads(first.median()));
    let percent = if lang == Lang::Fr { "\u{a0}%" } else { "%" };
    let mut y = scale.y(last.median()) + 4.5;
    svg.text((RIGHT + 6.0, y), &format!("font-weight=\"700\" fill=\"{INK}\""), &heads(last.median()));
    for (share, _) in BANDS.into_iter().rev() {
        let Some((low, high)) = last.interval(share) else { continue };
        y = (scale.y(high) + 4.5).min(y - LEADING);
        svg.text((RIGHT + 6.0, y), &format!("font-size=\"12\" fill=\"{GREY}\""), &format!("{share}{percent}"));
        if share == 80 {
            svg.text((RIGHT + 38.0, y), &format!("font-size=\"12\" fill=\"{GREY}\""), &heads(high));
            let below = (scale.y(low) + 4.5).max(scale.y(last.median()) + 4.5 + LEADING);
            svg.text((RIGHT + 6.0, below), &format!("font-size=\"12\" fill=\"{GREY}\""), &format!("{share}{percent}"));
            svg.text((RIGHT + 38.0, below), &format!("font-size=\"12\" fill=\"{GREY}\""), &heads(low));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round() {
        assert_eq!([0.7, 1.0, 1.2, 30.0, 6_001.0].map(nice_step), [1.0, 1.0, 2.0, 50.0, 10_000.0]);
    }
}
