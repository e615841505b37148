//! What `releve bench` measured, as a short table and as data.

use super::{screen::wrapped, shown::whole, table::aligned, words};
use crate::{
    engine::Phase,
    export::{NumberFormat, number},
    measure::{Aim, Growth, LEAST, Merit, Point, Shares, Speed, Work, Workers},
    text::{Lang, Message, Text},
};
use serde_json::{Map, Value, json};

/// Tasks beside which elapsed times are those of a shared machine.
const BUSY: f64 = 0.5;

/// What was measured.
pub(super) enum Measured {
    Speed(Speed),
    Merit(Merit),
    Scaling(Vec<Point>),
}

/// As data.
pub(super) fn document(measured: &Measured) -> Value {
    match measured {
        Measured::Speed(speed) => json!({
            "trajectories_per_cpu_second": digits(speed.per_cpu_second()),
            "trajectories_per_second": digits(speed.per_second()),
            "cpu_seconds": digits(speed.cpu().as_secs_f64()),
            "wall_seconds": digits(speed.wall().as_secs_f64()),
            "slowest_round": digits(speed.spread()),
            "phases": speed.shares.as_ref().map(phases),
            "work": speed.work.as_ref().map(|work| events(work, speed.nanoseconds(work))),
        }),
        Measured::Merit(merit) => json!({
            "year": merit.year,
            "cpu_seconds_per_pair": digits(merit.seconds_a_pair),
            "france": aim(&merit.france),
            "median_departement": aim(&merit.departement),
        }),
        Measured::Scaling(points) => json!({ "scaling": points.iter().map(point).collect::<Vec<_>>() }),
    }
}

/// Four digits: more would be noise.
pub(super) fn digits(value: f64) -> Option<f64> {
    format!("{value:.3e}").parse().ok().filter(|value: &f64| value.is_finite())
}

fn phases(shares: &Shares) -> Value {
    let phases = Phase::ALL.iter().zip(shares.phases).map(|(phase, share)| (phase.key().to_owned(), json!(digits(share))));
    let all: Map<_, _> = phases.chain([("outputs".to_owned(), json!(digits(shares.outputs)))]).collect();
    Value::Object(all)
}

fn events(work: &Work, nanoseconds: f64) -> Value {
    let Work { trajectory, start, entries, changes, moves, exits, values } = work;
    json!({
        "trajectory": trajectory,
        "start": start,
        "entries": entries,
        "changes": changes,
        "moves": moves,
        "exits": exits,
        "events": work.events(),
        "values": values,
        "nanoseconds_per_event": digits(nanoseconds),
    })
}

fn aim(aim: &Aim) -> Value {
    json!({
        "half_width": aim.half_width,
        "sd": digits(aim.sd),
        "trajectories": aim.trajectories,
        "cpu_seconds": digits(aim.cpu_seconds),
        "variance_ratio": digits(aim.variance_ratio),
    })
}

fn point(point: &Point) -> Value {
    json!({
        "workers": if point.workers == Workers::Threads { "threads" } else { "processes" },
        "growth": if point.growth == Growth::Strong { "strong" } else { "weak" },
        "count": point.count,
        "trajectories": point.trajectories,
        "wall_seconds": digits(point.wall.as_secs_f64()),
        "cpu_seconds": digits(point.cpu.as_secs_f64()),
        "efficiency": digits(point.efficiency),
    })
}

/// As a text of at most 80 columns; `facts` is the whole document.
pub(super) fn render(measured: &Measured, facts: &Value, lang: Lang) -> String {
    let body = match measured {
        Measured::Speed(speed) => speed_text(speed, lang),
        Measured::Merit(merit) => merit_text(merit, lang),
        Measured::Scaling(points) => scaling_text(points, lang),
    };
    format!("{}\n{body}\n{}", wrapped(head(facts).get(lang), 0), wrapped(foot(facts).get(lang), 0))
}

fn head(facts: &Value) -> Message {
    let name = match facts["comparison"].as_str() {
        Some(variant) => format!("{}, {variant}", facts["scenario"].as_str().unwrap_or_default()),
        None => facts["scenario"].as_str().unwrap_or_default().to_owned(),
    };
    let [trajectories, rounds, threads, processors, horizon, seed] =
        ["trajectories", "rounds", "threads", "processors", "horizon", "seed"].map(|key| facts[key].to_string());
    Message::new(
        format!(
            "{name}, jusqu'en {horizon} : {trajectories} trajectoires, graine {seed} ; mesures : {rounds}\nfils : {threads} ; processeurs : {processors}"
        ),
        format!(
            "{name}, to {horizon}: {trajectories} trajectories, seed {seed}; rounds: {rounds}\nthreads: {threads}; processors: {processors}"
        ),
    )
}

/// What to know of the machine.
fn foot(facts: &Value) -> Message {
    let megabytes = facts["peak_memory_bytes"].as_f64().map(|bytes| bytes / 1e6);
    let start = facts["start_cpu_seconds"].as_f64().unwrap_or_default();
    let say = |lang| (two(start, lang), megabytes.map_or("?".to_owned(), |megabytes| whole(megabytes, lang)));
    let ((start, memory), (start_en, memory_en)) = (say(Lang::Fr), say(Lang::En));
    let mut message = Message::new(
        format!("Lecture des tables et des scénarios : {start} s de calcul. Mémoire au plus : {memory} Mo."),
        format!("Reading tables and scenarios: {start_en} CPU s. Peak memory: {memory_en} MB."),
    );
    if let Some(load) = facts["load_before"].as_f64().filter(|load| *load > BUSY) {
        message.fr += &format!(
            "\nCharge de la machine avant la mesure : {}. Les durées écoulées sont celles d'une machine partagée.",
            two(load, Lang::Fr)
        );
        message.en +=
            &format!("\nLoad of the machine before: {}. Elapsed times are those of a shared machine.", two(load, Lang::En));
    }
    message
}

fn speed_text(speed: &Speed, lang: Lang) -> String {
    const PHASE: Text = Text { fr: "phase", en: "phase" };
    const SHARE: Text = Text { fr: "part", en: "share" };
    let say = |lang| [speed.per_cpu_second(), speed.per_second()].map(|rate| whole(rate, lang));
    let ([core, all], [core_en, all_en]) = (say(Lang::Fr), say(Lang::En));
    let (spread, spread_en) = (two(speed.spread(), Lang::Fr), two(speed.spread(), Lang::En));
    let rates = Message::new(
        format!(
            "{core} trajectoires par seconde et cœur ; {all} par seconde. La mesure la plus lente a pris {spread} fois la plus rapide."
        ),
        format!(
            "{core_en} trajectories per second and core; {all_en} a second. The slowest round took {spread_en} times the fastest."
        ),
    );
    let mut text = wrapped(rates.get(lang), 0);
    if let Some(shares) = &speed.shares {
        let rows = Phase::ALL.iter().map(|phase| phase.key()).zip(shares.phases).chain([("outputs", shares.outputs)]);
        let rows = rows.map(|(name, share)| vec![name.to_owned(), percent(share, lang)]).collect();
        text += &format!("\n{}", aligned(&[PHASE.get(lang), SHARE.get(lang)], rows, 1));
    }
    if let Some(work) = &speed.work {
        text += &format!("\n{}", wrapped(work_text(work, speed.nanoseconds(work)).get(lang), 0));
    }
    text
}

fn work_text(work: &Work, nanoseconds: f64) -> Message {
    let say = |lang| {
        let heads = [work.start, work.entries, work.changes, work.moves, work.exits, work.events(), work.values];
        (heads.map(|count| whole(count as f64, lang)), whole(nanoseconds, lang))
    };
    let ([start, entries, changes, moves, exits, events, values], each) = say(Lang::Fr);
    let number = work.trajectory;
    let fr = format!(
        "Trajectoire {number} : {start} médecins au départ, {entries} inscriptions, {changes} changements de statut, {moves} déménagements, {exits} sorties, soit {events} événements de {each} ns chacun, tout compris ; {values} valeurs écrites."
    );
    let ([start, entries, changes, moves, exits, events, values], each) = say(Lang::En);
    let en = format!(
        "Trajectory {number}: {start} GPs at the start, {entries} registrations, {changes} changes of status, {moves} moves, {exits} exits: {events} events of {each} ns each, all included; {values} values reported."
    );
    Message::new(fr, en)
}

fn merit_text(merit: &Merit, lang: Lang) -> String {
    const HEAD: [Text; 6] = [
        Text { fr: "", en: "" },
        Text { fr: "précision", en: "half-width" },
        Text { fr: "écart-type", en: "sd" },
        Text { fr: "trajectoires", en: "trajectories" },
        Text { fr: "s de calcul", en: "CPU s" },
        Text { fr: "variance ÷", en: "variance ÷" },
    ];
    const MEDIAN: Text = Text { fr: "département médian", en: "median département" };
    let row = |name: &str, aim: &Aim| {
        let ratio = if aim.variance_ratio.is_finite() { whole(aim.variance_ratio, lang) } else { "∞".to_owned() };
        let width = format!("± {}", number(aim.half_width, NumberFormat { decimals: 1, signed: false }, lang));
        vec![name.to_owned(), width, two(aim.sd, lang), whole(aim.trajectories.into(), lang), two(aim.cpu_seconds, lang), ratio]
    };
    let head = HEAD.map(|text| text.get(lang));
    let rows = vec![row("France", &merit.france), row(MEDIAN.get(lang), &merit.departement)];
    let (year, pair) = (merit.year, 1e3 * merit.seconds_a_pair);
    let legend = Message::new(
        format!(
            "Différence moyenne de P1 en {year}, intervalle de confiance à 95 %, {LEAST} trajectoires au moins ; {} ms de calcul pour les deux scénarios d'une trajectoire. Variance ÷ : combien de fois la variance est plus petite qu'entre graines indépendantes.",
            two(pair, Lang::Fr)
        ),
        format!(
            "Mean difference of P1 in {year}, 95% confidence interval, at least {LEAST} trajectories; {} CPU ms for both scenarios of a trajectory. Variance ÷: how many times smaller the variance is than between independent seeds.",
            two(pair, Lang::En)
        ),
    );
    format!("{}\n{}", aligned(&head, rows, 1), wrapped(legend.get(lang), 0))
}

fn scaling_text(points: &[Point], lang: Lang) -> String {
    const HEAD: [Text; 6] = [
        Text { fr: "", en: "" },
        Text { fr: "trajectoires", en: "trajectories" },
        Text { fr: "durée (s)", en: "wall (s)" },
        Text { fr: "calcul (ms/traj.)", en: "CPU (ms/traj.)" },
        Text { fr: "par seconde", en: "per second" },
        Text { fr: "efficacité", en: "efficiency" },
    ];
    const STRONG: Text = Text { fr: "Passage à l'échelle fort : le même travail", en: "Strong scaling: the same work" };
    const WEAK: Text =
        Text { fr: "Passage à l'échelle faible : autant par travailleur", en: "Weak scaling: as much for each worker" };
    let row = |point: &Point| {
        let name = match point.workers {
            Workers::Threads => Text { fr: "fil", en: "thread" },
            Workers::Processes => Text { fr: "processus", en: "process" },
        };
        let (wall, all) = (point.wall.as_secs_f64(), f64::from(point.trajectories));
        let cells = [whole(all, lang), two(wall, lang), two(1e3 * point.cpu_per_trajectory(), lang), whole(all / wall, lang)];
        let name = format!("{} × {}", name.get(lang), point.count);
        [name].into_iter().chain(cells).chain([percent(point.efficiency, lang)]).collect()
    };
    let head = HEAD.map(|text| text.get(lang));
    let table = |title: Text, growth: Growth| {
        // One worker is the beginning of both.
        let rows = points.iter().filter(|point| point.growth == growth || point.count == 1).map(row).collect();
        format!("{}{}", words::heading(title, lang), aligned(&head, rows, 1))
    };
    format!("{}\n{}", table(STRONG, Growth::Strong), table(WEAK, Growth::Weak))
}

fn two(value: f64, lang: Lang) -> String {
    number(value, NumberFormat { decimals: 2, signed: false }, lang)
}

fn percent(share: f64, lang: Lang) -> String {
    let digits = number(100.0 * share, NumberFormat { decimals: 1, signed: false }, lang);
    if lang == Lang::Fr { format!("{digits}\u{a0}%") } else { format!("{digits}%") }
}
