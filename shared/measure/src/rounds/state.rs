//! The state of a run: what it plays, and what was measured so far.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::{AtomicBool, Ordering::Relaxed},
};

use stage::{Bound, Case, Verdict};

use crate::{
    file::{
        case_result::CaseResult,
        provenance::{Provenance, versions},
        run::{Run, SCHEMA},
    },
    machine::{Machine, load::Load, place::Placement},
    parent::{
        environment::environment,
        order::{Message, Order, Play},
    },
    play::{failure::ChildError, floors::Floor},
    rounds::{
        catalog::Catalog,
        schedule::{Length, Wanted},
        settings::Settings,
    },
    self_checks::{
        above_floor::{self, OverFloor},
        check::SelfCheck,
        uniform_phase,
    },
    statistics::{
        case_statistics::CaseStatistics,
        case_times::Lacking,
        figures::FloorFigures,
        grade::{Evidence, Judgement},
        precision::{Costs, Resolution},
        times::Times,
    },
};

/// The cases, controls and floors of a run, and what was measured of each so far.
pub(crate) struct RunState<'a> {
    catalog: Catalog,
    settings: &'a Settings,
    provenance: &'a Provenance,
    placement: Placement,
    machine: Machine,
    versions: BTreeMap<String, String>,
    load: Load,
    pub(crate) costs: Option<Costs>,
    pub(crate) self_checks: Vec<SelfCheck>,
    floors: Vec<(Floor, Times)>,
    cases: Vec<CaseStatistics>,
    /// The negative controls, each with the runtime beside which it is played.
    controls: Vec<(&'static str, CaseStatistics)>,
    /// The ids of the cases that were played beside others.
    side_by_side: BTreeSet<String>,
    pub(crate) rounds_played: u32,
}

impl<'a> RunState<'a> {
    pub(crate) fn new(
        catalog: &Catalog,
        cases: &[&'static Case],
        settings: &'a Settings,
        provenance: &'a Provenance,
    ) -> Self {
        let placement = Placement::new(settings.place);
        let controls = catalog.controls.iter();
        Self {
            catalog: *catalog,
            settings,
            provenance,
            machine: Machine::this(&placement.used()),
            versions: versions(catalog.demos, cases),
            load: Load::start(placement.used()),
            costs: None,
            placement,
            self_checks: Vec::new(),
            floors: Floor::in_place(settings.place.in_force()).map(|floor| (floor, Times::new())).collect(),
            cases: cases.iter().map(|case| CaseStatistics::new(case)).collect(),
            controls: controls.map(|control| (control.beside, CaseStatistics::new(&control.case))).collect(),
            side_by_side: BTreeSet::new(),
            rounds_played: 0,
        }
    }

    /// Measures what it costs the work that it can be ended, before anything is played.
    pub(crate) fn measure_slowdowns(&mut self, interrupted: &AtomicBool) {
        for case in self.cases.iter_mut().take_while(|_| !interrupted.load(Relaxed)) {
            case.measure_slowdown();
        }
    }

    pub(crate) fn settings(&self) -> &'a Settings {
        self.settings
    }

    /// The cases that play in the next round, and the controls if one of these cases is short. Empty if every
    /// case has played enough.
    pub(crate) fn wanted(&self, length: Length) -> Vec<Wanted> {
        let offered = self.cases.iter().filter(|statistics| statistics.not_offered.is_none());
        let mut wanted: Vec<Wanted> = offered
            .filter(|statistics| length.wants(self.rounds_played, || statistics.is_settled(self.settings)))
            .map(|statistics| Wanted {
                id: statistics.case().id(),
                goes_on: matches!(statistics.case().expected, Verdict::StillStanding | Verdict::Hung),
                bound: statistics.case().bound,
            })
            .collect();
        // Cases that take as long as a wake-up, and crowds, are far above the resolution, so they need no controls.
        let is_short = |case: &Wanted| !case.goes_on && matches!(case.bound, Bound::Line | Bound::Inline);
        if self.settings.crowd.is_none() && wanted.iter().any(is_short) {
            let controls = self.controls.iter().map(|(_, statistics)| statistics.case());
            wanted.extend(controls.map(|case| Wanted { id: case.id(), goes_on: false, bound: case.bound }));
        }
        wanted
    }

    /// The floors that this run can measure.
    pub(crate) fn floors(&self) -> Vec<Floor> {
        self.floors.iter().map(|(floor, _)| *floor).collect()
    }

    /// The order to play this once. The beats of a case are watched only in the first round.
    pub(crate) fn order(&self, play: &Play, seed: u64) -> Order {
        Order {
            watch_beats: self.rounds_played == 0,
            ..Order::new(play.clone(), self.settings, &self.catalog, seed)
        }
    }

    /// Notes that these are played at the same time.
    pub(crate) fn note_side_by_side(&mut self, plays: &[Play]) {
        self.side_by_side.extend(plays.iter().map(|play| play.name().to_owned()));
    }

    /// What is collected of this floor or case.
    ///
    /// # Panics
    /// If the run doesn't play it.
    pub(crate) fn part(&mut self, play: &Play) -> Part<'_> {
        match play {
            Play::Bare(_) | Play::BareCrowd(_) => unreachable!("a run plays no bare programs"),
            Play::Floor(floor) => {
                let floors = &mut self.floors;
                let known = floors.iter_mut().find(|(known, _)| known == floor);
                Part::Floor(&mut known.expect("every floor is known").1)
            }
            Play::Case(id) => {
                let controls = self.controls.iter_mut().map(|(_, statistics)| statistics);
                let known =
                    self.cases.iter_mut().chain(controls).find(|statistics| statistics.case().id() == *id);
                Part::Case(known.expect("every case is known"))
            }
        }
    }

    /// How far the controls differ.
    fn resolution(&self) -> Option<Resolution> {
        let controls = self.controls.iter();
        let p50 = |statistics: &CaseStatistics| statistics.result().halt_ns.map(|halt| halt.p50);
        Resolution::of(
            controls
                .filter_map(|(beside, statistics)| Some(((*beside).to_owned(), p50(statistics)?)))
                .collect(),
        )
    }

    /// The grade, from what was seen until now.
    fn judgement(&self, self_checks: &[SelfCheck]) -> Judgement {
        let drifts = self.floors.iter().filter_map(|(floor, times)| Some((*floor, times.drift()?)));
        Judgement::new(&Evidence {
            asked: self.settings.place,
            place: self.settings.place.in_force(),
            provenance: self.provenance,
            machine: &self.machine,
            used: self.load.used(),
            throttling: self.load.throttling(),
            drifts: drifts.collect(),
            self_checks,
        })
    }

    /// A case's result, with what the rest of the run says about it.
    fn case_result(
        &self,
        statistics: &CaseStatistics,
        over_floor: Option<&OverFloor>,
        self_checks: &[SelfCheck],
        workers: u32,
    ) -> CaseResult {
        let mut case = statistics.result();
        case.slowdown = case.slowdown.map(|times| times.map(rounded));
        let doubts = self_checks.iter().filter(|check| check.casts_doubt_on(&case.id));
        case.doubts = doubts.map(SelfCheck::said).collect();
        if self.catalog.has_worker_threads(&case.runtime) {
            case.workers = Some(self.catalog.workers(&case.id, workers));
        }
        if self.side_by_side.contains(&case.id) {
            case.watch_side_by_side();
        }
        if let Some((ratio, interval)) = over_floor.map(|over| over.ratio) {
            case.over_floor = Some(rounded(ratio));
            case.over_floor_low = interval.map(|(low, _)| rounded(low));
            case.over_floor_high = interval.map(|(_, high)| rounded(high));
        }
        case
    }

    /// The floor below a case, and the case's ratio to it.
    fn over_floor(&self, statistics: &CaseStatistics) -> Option<OverFloor> {
        let floor = statistics.floor()?;
        let (_, times) = self.floors.iter().find(|(known, _)| *known == floor)?;
        Some(OverFloor { id: statistics.case().id(), floor, ratio: statistics.over_floor(times)? })
    }

    /// The self-checks that the run's own cases are.
    fn own_checks(&self, ratios: &[Option<OverFloor>]) -> Vec<SelfCheck> {
        let shares: Vec<_> = self.cases.iter().filter_map(CaseStatistics::shares).collect();
        let above = above_floor::of_a_run(ratios);
        uniform_phase::of_a_run(&shares).into_iter().chain(above).collect()
    }

    /// The run so far.
    pub(crate) fn run(&self, partial: bool) -> Run {
        let workers = self.settings.workers_in_force();
        let figures_of = |floor| {
            self.floors.iter().find(|(known, _)| *known == floor).and_then(|(_, times)| times.figures())
        };
        let floors = FloorFigures {
            line: figures_of(Floor::Line),
            wake: figures_of(Floor::Wake),
            reap: figures_of(Floor::Reap),
        };
        let ratios: Vec<_> = self.cases.iter().map(|statistics| self.over_floor(statistics)).collect();
        let own_checks = self.own_checks(&ratios);
        let self_checks: Vec<SelfCheck> = self.self_checks.iter().cloned().chain(own_checks).collect();
        let cases = self.cases.iter().zip(&ratios);
        let cases =
            cases.map(|(it, over_floor)| self.case_result(it, over_floor.as_ref(), &self_checks, workers));
        let cases = cases.collect();
        Run {
            schema: SCHEMA,
            partial,
            machine: self.machine.clone(),
            versions: self.versions.clone(),
            commit: self.provenance.commit.clone(),
            command: Some(self.provenance.command.clone()),
            settings: self.settings.clone(),
            rounds_played: self.rounds_played,
            profile: self.provenance.profile.clone(),
            opt_level: self.provenance.opt_level.clone(),
            cores: self.placement.cores().cloned(),
            throttling: self.load.throttling(),
            costs: self.costs,
            environment: environment(self.catalog.demos, workers),
            workers,
            resolution: self.resolution(),
            place_in_force: self.settings.place.in_force().to_string(),
            judgement: self.judgement(&self_checks),
            self_checks,
            cases,
            floors,
        }
    }
}

/// A ratio to two decimals, which are more than any two runs agree on.
fn rounded(ratio: f64) -> f64 {
    (ratio * 100.0).round() / 100.0
}

/// What is collected of a floor or a case.
pub(crate) enum Part<'a> {
    Floor(&'a mut Times),
    Case(&'a mut CaseStatistics),
}

impl Part<'_> {
    /// Adds what a child sent.
    pub(crate) fn add(&mut self, message: Message) {
        match (self, message) {
            (Self::Floor(times), Message::Time(ns)) => times.add(ns),
            (Self::Floor(times), Message::Sample(sample)) => {
                if let Some(ns) = sample.halt_ns {
                    times.add(ns);
                }
            }
            (Self::Case(statistics), Message::Sample(sample)) => statistics.add(*sample),
            (Self::Case(statistics), Message::NotOffered(reason)) => statistics.not_offered = Some(reason),
            (Self::Case(statistics), Message::Timeline(timeline)) => statistics.timeline = Some(timeline),
            _ => {}
        }
    }

    /// Ends its round. If a floor can't be measured, its figure is missing and the run goes on; and an
    /// interruption is not an error of the case.
    pub(crate) fn end_round(self, round: u32, end: Result<(), ChildError>) {
        match self {
            Self::Floor(times) => times.end_round(round),
            Self::Case(statistics) => {
                if let Err(ChildError::OutOfPatience { patience_ns, halted, .. }) = &end {
                    let lacking = if *halted { Lacking::Acknowledgement } else { Lacking::Halt };
                    statistics.add_out_of_patience(*patience_ns, lacking);
                }
                let error = match end {
                    Ok(()) | Err(ChildError::Interrupted) => None,
                    Err(error) => Some(error.to_string()),
                };
                statistics.end_round(round, error);
            }
        }
    }
}
