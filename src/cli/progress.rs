//! How far a run is: a bar on a terminal, else a line every tenth.

use crate::{
    export::{NumberFormat, number},
    text::{Lang, Message},
};
use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use std::{
    io::{IsTerminal, Write as _},
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

/// The progress of a run.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    total: u32,
    done: AtomicU32,
    start: Instant,
    lang: Lang,
}

impl Progress {
    /// Starts the clock.
    pub fn new(total: u32, lang: Lang) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| bar(total, lang));
        Self { bar, total, done: AtomicU32::new(0), start: Instant::now(), lang }
    }

    /// The clock alone: another process shows the progress of the same run.
    pub fn hidden(total: u32, lang: Lang) -> Self {
        Self { bar: Some(ProgressBar::hidden()), total, done: AtomicU32::new(0), start: Instant::now(), lang }
    }

    /// Counts trajectories just finished, from any thread.
    pub fn add(&self, count: u32) {
        let before = self.done.fetch_add(count, Ordering::Relaxed);
        match &self.bar {
            Some(bar) => bar.inc(count.into()),
            None if tenth(before + count, self.total) > tenth(before, self.total) => self.line(before + count),
            None => (),
        }
    }

    fn line(&self, done: u32) {
        let elapsed = self.start.elapsed();
        let left = elapsed.mul_f64(f64::from(self.total - done) / f64::from(done));
        let percent = 10 * tenth(done, self.total);
        let line = message(percent, (done, self.total), f64::from(done) / elapsed.as_secs_f64(), left);
        // Nothing can be done about a standard error that is closed.
        _ = writeln!(std::io::stderr(), "{}", line.get(self.lang));
    }

    /// Takes the bar away and says how long it took.
    pub fn finish(&self) -> Message {
        self.bar.iter().for_each(ProgressBar::finish_and_clear);
        let elapsed = self.start.elapsed().as_secs_f64();
        let rate = f64::from(self.total) / elapsed;
        let say = |lang| {
            (
                count(self.total.into(), lang),
                number(elapsed, NumberFormat { decimals: 1, signed: false }, lang),
                count(rate, lang),
            )
        };
        let ((n, seconds, per_second), (n_en, seconds_en, per_second_en)) = (say(Lang::Fr), say(Lang::En));
        Message::new(
            format!("{n} trajectoires en {seconds} s ({per_second} par seconde)"),
            format!("{n_en} trajectories in {seconds_en} s ({per_second_en} a second)"),
        )
    }
}

fn tenth(done: u32, total: u32) -> u64 {
    10 * u64::from(done) / u64::from(total.max(1))
}

fn count(value: f64, lang: Lang) -> String {
    number(value, NumberFormat::default(), lang)
}

fn message(percent: u64, (done, total): (u32, u32), rate: f64, left: Duration) -> Message {
    let left = seconds(left);
    let say = |lang| [f64::from(done), f64::from(total), rate].map(|value| count(value, lang));
    let ([done, total, rate], [done_en, total_en, rate_en]) = (say(Lang::Fr), say(Lang::En));
    Message::new(
        format!("{percent} % : {done} trajectoires sur {total}, {rate} par seconde, reste {left}"),
        format!("{percent}%: {done_en} of {total_en} trajectories, {rate_en} a second, {left} left"),
    )
}

/// A duration as hours, minutes and seconds, the greatest two.
pub(super) fn seconds(duration: Duration) -> String {
    let seconds = duration.as_secs_f64().ceil() as u64;
    match (seconds / 3_600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} min {seconds:02} s"),
        (hours, minutes, _) => format!("{hours} h {minutes:02} min"),
    }
}

fn bar(total: u32, lang: Lang) -> ProgressBar {
    let says = move |state: &ProgressState, out: &mut dyn std::fmt::Write| {
        let percent = (100.0 * state.fraction()) as u64;
        let done = u32::try_from(state.pos()).unwrap_or(u32::MAX);
        let line = message(percent, (done, total), state.per_sec(), state.eta());
        // Writing to a string cannot fail.
        _ = out.write_str(line.get(lang));
    };
    let style = ProgressStyle::with_template("{bar:16} {says}").unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(total.into()).with_style(style.with_key("says", says))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_comes_each_tenth_whatever_the_total() {
        for total in [1, 7, 10, 300, 1_000_000_000] {
            assert_eq!(tenth(total, total), 10);
            assert_eq!(tenth(0, total), 0);
        }
        assert_eq!([99, 100, 101].map(|done| tenth(done, 1_000)), [0, 1, 1]);
    }

    #[test]
    fn time_left_is_said_with_two_units() {
        assert_eq!(seconds(Duration::from_millis(1_200)), "2 s");
        assert_eq!(seconds(Duration::from_secs(62)), "1 min 02 s");
        assert_eq!(seconds(Duration::from_secs(7_260)), "2 h 01 min");
    }
}
