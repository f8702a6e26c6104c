//! Checks that the harness reads rightly what is known: an injected delay, and what another language stamps.

use std::time::Duration;

use stage::{Behaviour, Case, Known};

use crate::{
    rounds::{catalog::Catalog, settings::Settings},
    self_checks::{check::SelfCheck, probe::Probe, uniform_phase},
    statistics::medians,
};

/// The median must be within 2 µs + 1 % of the delay.
pub(super) fn injected_delay(probe: &Probe<'_>, delay: Duration, case: &Case, samples: u32) -> SelfCheck {
    let got = medians::lower(&mut probe.case(&case.id(), samples, 1, |sample| sample.halt_ns));
    let delay_ns = delay.as_nanos() as u64;
    SelfCheck {
        name: format!("a halt {delay:?} after the request"),
        asked: format!("{} µs within 2 µs + 1 %", delay.as_micros()),
        got: format!("{:.1} µs, median of {samples}", got as f64 / 1e3),
        passed: got.abs_diff(delay_ns) <= 2_000 + delay_ns / 100,
        about: Vec::new(),
    }
}

/// The work whose behaviour is known and that this machine can play.
pub(super) fn known(catalog: &Catalog) -> Vec<&'static Known> {
    catalog.known().filter(|known| known.case.missing().is_none()).collect()
}

/// If it fails, every case of that language is in doubt. `together` is for [`uniform_phase::check`].
pub(super) fn check(probe: &Probe<'_>, known: &Known, together: usize) -> SelfCheck {
    let case = &known.case;
    let settings = Settings { beat_ns: known.beat.as_nanos() as u64, ..probe.settings.clone() };
    let probe = &Probe { settings: &settings, ..*probe };
    let check = match known.behaviour {
        Behaviour::HaltsAfter(delay) => {
            let check = injected_delay(probe, delay, case, 100);
            SelfCheck { name: format!("{}: {}", case.runtime, check.name), ..check }
        }
        Behaviour::LooksOnceABeat => uniform_phase::check(probe, case, together),
        Behaviour::Dies(_) => dies(&case.id(), known.behaviour, &probe.error(&case.id())),
    };
    let of_runtime = probe.catalog.cases().filter(|other| other.runtime == case.runtime);
    SelfCheck { about: of_runtime.map(Case::id).collect(), ..check }
}

fn dies(id: &str, behaviour: Behaviour, error: &str) -> SelfCheck {
    SelfCheck {
        name: format!("{id} is found out"),
        asked: "an error that says its status".to_owned(),
        got: if error.is_empty() { "no error".to_owned() } else { error.to_owned() },
        passed: behaviour.is_said_by(error),
        about: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_early_death_is_found_out_by_its_status() {
        let passed = |error| dies("a", Behaviour::Dies(7), error).passed;
        assert!(passed("it ended with exit status: 7"));
        assert!(passed("it exited with status 7"));
        assert!(!passed("it ended with exit status: 0"));
        assert!(!passed(""));
    }
}
