//! The machine is judged too: a grade, with its reasons. It never changes a verdict.

use serde::{Deserialize, Serialize};

use crate::{Answer, Floor, Machine, Place, Settings, summary::Times, system::cpu_time::CpuTime};

/// Others used more than this share of the processors: figures suffer.
const OTHERS_NOISY: f64 = 0.05;
/// Others used more than this share of the processors: figures are theirs.
const OTHERS_UNUSABLE: f64 = 0.40;
/// The host ran something else for more than this share of the time.
const STOLEN_NOISY: f64 = 0.01;
/// The same, and figures are the host's.
const STOLEN_UNUSABLE: f64 = 0.10;
/// A floor moved by more than this from the first third of the rounds to the last.
const DRIFT_NOISY: f64 = 0.20;
/// The same, and a ratio to the floor means nothing.
const DRIFT_UNUSABLE: f64 = 1.0;

/// How far the figures of a run can be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// Nothing spoke against them.
    Quiet,
    /// They may be off by what the reasons say.
    Noisy,
    /// They should not be used; the verdicts stand.
    Unusable,
}

impl Grade {
    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Quiet => "quiet",
            Self::Noisy => "noisy",
            Self::Unusable => "unusable",
        }
    }
}

/// The grade of a run, with its reasons, and what is worth knowing beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// The worst that any reason asks for.
    pub grade: Grade,
    /// What spoke against the figures.
    pub reasons: Vec<String>,
    /// What does not speak against them, but explains them.
    pub notes: Vec<String>,
}

impl Judgement {
    /// Judges a run by what was seen while it was played. `used` is the processor time since its
    /// start.
    pub(crate) fn new(
        settings: &Settings,
        machine: &Machine,
        used: Option<CpuTime>,
        floors: &[(Floor, Times)],
        answers: &[Answer],
    ) -> Self {
        let mut judgement = Self { grade: Grade::Quiet, reasons: Vec::new(), notes: Vec::new() };
        judgement.judge_cores(settings.place, machine);
        used.into_iter().for_each(|used| judgement.judge_use(used));
        for (floor, times) in floors {
            let drift = times.drift().unwrap_or(0.0);
            let moved =
                format!("the floor {} moved by {:.0} % during the run", floor.as_str(), drift * 100.0);
            judgement.weigh(drift, DRIFT_NOISY, DRIFT_UNUSABLE, moved);
        }
        for answer in answers.iter().filter(|answer| !answer.passed) {
            let Answer { name, asked, got, .. } = answer;
            judgement.speak_against(
                Grade::Unusable,
                format!("a known answer failed: {name}: asked {asked}, got {got}"),
            );
        }
        judgement
    }

    fn judge_cores(&mut self, asked: Place, machine: &Machine) {
        let place = asked.in_force();
        if place != asked {
            self.speak_against(
                Grade::Noisy,
                format!("placement {asked} needs more cores than there are, or a system that binds threads; it was {place}"),
            );
        }
        if place == Place::Free {
            self.notes.push("the scheduler chose the cores, so figures compare placements too".to_owned());
        }
        if machine.is_virtual {
            self.notes.push("virtual machine: the host decides when its cores run".to_owned());
        }
        match machine.governor.as_deref() {
            Some("performance") => {}
            Some(governor) => self.notes.push(format!("frequency governor {governor}: clocks may change")),
            None => self.notes.push("frequency governor not visible".to_owned()),
        }
    }

    fn judge_use(&mut self, used: CpuTime) {
        let share = |ticks: u64| ticks as f64 / used.total.max(1) as f64;
        let others = share(used.total.saturating_sub(used.idle + used.stolen + used.own));
        let percent = |share: f64| format!("{:.0} %", share * 100.0);
        self.weigh(
            others,
            OTHERS_NOISY,
            OTHERS_UNUSABLE,
            format!("others used {} of the processors", percent(others)),
        );
        let stolen = share(used.stolen);
        let said = format!("the host took {} of the processors", percent(stolen));
        self.weigh(stolen, STOLEN_NOISY, STOLEN_UNUSABLE, said);
    }

    fn weigh(&mut self, value: f64, noisy: f64, unusable: f64, reason: String) {
        if value > unusable {
            self.speak_against(Grade::Unusable, reason);
        } else if value > noisy {
            self.speak_against(Grade::Noisy, reason);
        }
    }

    fn speak_against(&mut self, grade: Grade, reason: String) {
        self.grade = self.grade.max(grade);
        self.reasons.push(reason);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(busy_by_others: u64, stolen: u64) -> Judgement {
        let mut judgement = Judgement { grade: Grade::Quiet, reasons: Vec::new(), notes: Vec::new() };
        let own = 100;
        judgement.judge_use(CpuTime { total: 1000, idle: 900 - busy_by_others - stolen, stolen, own });
        judgement
    }

    #[test]
    fn others_and_the_host_lower_the_grade() {
        assert_eq!(judged(20, 0).grade, Grade::Quiet);
        assert_eq!(judged(100, 0).grade, Grade::Noisy);
        assert_eq!(judged(500, 0).grade, Grade::Unusable);
        assert_eq!(judged(0, 50).grade, Grade::Noisy);
        assert_eq!(judged(0, 200).reasons, ["the host took 20 % of the processors"]);
    }
}
