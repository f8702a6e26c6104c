//! The state of a run: what it plays, and what was measured so far.

use std::collections::BTreeMap;

use stage::{Bound, Case, Verdict};

use crate::{
    file::{
        case_result::CaseResult,
        provenance::{Provenance, versions},
        round::{Floors, Reference},
        run::{Run, SCHEMA},
    },
    machine::{Machine, load::Load, place::Placement},
    parent::{
        environment::environment,
        order::{Message, Order, Play},
    },
    play::{failure::Failure, floors::Floor},
    rounds::{
        catalog::Catalog,
        schedule::{Wanted, rounds_of},
        settings::Settings,
    },
    self_checks::{above_floor, check::SelfCheck, uniform_phase},
    statistics::{
        grade::{Evidence, Judgement, Spread},
        medians,
        precision::Costs,
        times::Times,
    },
};

/// A run while it is played. Its result is filled in place.
pub(crate) struct RunState<'a> {
    catalog: Catalog,
    settings: &'a Settings,
    provenance: &'a Provenance,
    load: Load,
    /// The cases, in the order of the results.
    cases: Vec<&'static Case>,
    /// The self-checks that were played before the rounds.
    self_checks: Vec<SelfCheck>,
    /// What the first processes of each case and floor learnt.
    periods: BTreeMap<String, Learnt>,
    run: Run,
}

impl<'a> RunState<'a> {
    pub(crate) fn new(
        catalog: &Catalog,
        cases: &[&'static Case],
        settings: &'a Settings,
        provenance: &'a Provenance,
    ) -> Self {
        let placement = Placement::new(settings.place);
        let place = settings.place.in_force();
        let workers = settings.workers_in_force();
        let result = |case: &&'static Case| CaseResult {
            workers: catalog.has_worker_threads(case.runtime).then(|| catalog.workers(&case.id(), workers)),
            ..CaseResult::of(case)
        };
        let floors = Floor::in_place(place).map(|floor| Reference::new(floor.as_str()));
        let run = Run {
            schema: SCHEMA,
            partial: true,
            machine: Machine::this(&placement.used()),
            versions: versions(catalog.demos, cases),
            commit: provenance.commit.clone(),
            command: Some(provenance.command.clone()),
            settings: settings.clone(),
            rounds_played: 0,
            place_in_force: place.to_string(),
            cores: placement.cores().cloned(),
            throttling: None,
            costs: None,
            profile: provenance.profile.clone(),
            opt_level: provenance.opt_level.clone(),
            environment: environment(catalog.demos, workers),
            workers,
            resolution: None,
            floors: Floors(floors.collect()),
            controls: catalog.controls.iter().map(|control| Reference::new(control.beside)).collect(),
            self_checks: Vec::new(),
            judgement: Judgement::default(),
            cases: cases.iter().map(result).collect(),
        };
        Self {
            catalog: *catalog,
            settings,
            provenance,
            load: Load::start(placement.used()),
            cases: cases.to_vec(),
            self_checks: Vec::new(),
            periods: BTreeMap::new(),
            run,
        }
    }

    pub(crate) fn settings(&self) -> &'a Settings {
        self.settings
    }

    /// Keeps what is measured and checked before the rounds.
    pub(crate) fn begin_with(&mut self, costs: Costs, self_checks: Vec<SelfCheck>) {
        self.run.costs = Some(costs);
        self.self_checks = self_checks;
    }

    /// How many rounds were completed: also the number of the one that is played.
    pub(crate) fn round(&self) -> u32 {
        self.run.rounds_played
    }

    /// Completes a round.
    pub(crate) fn end_round(&mut self) {
        self.run.rounds_played += 1;
    }

    /// The cases that play in the next round, and the controls if one of these cases is short. Empty if every
    /// case has played enough.
    pub(crate) fn wanted(&self) -> Vec<Wanted> {
        let offered = self.cases.iter().zip(&self.run.cases).filter(|(_, result)| result.reason.is_none());
        let wanted = offered.map(|(case, _)| Wanted {
            id: case.id(),
            // A crowd needs the machine for itself.
            goes_on: matches!(case.expected, Verdict::StillStanding | Verdict::Hung) && !case.is_crowd,
            bound: case.bound,
        });
        let plays = |case: &Wanted| self.round() < rounds_of(case.goes_on, self.settings.rounds);
        let mut wanted: Vec<Wanted> = wanted.filter(plays).collect();
        // Cases that take as long as a wake-up, and crowds, are far above the resolution, so they need no controls.
        let is_short =
            |case: &Wanted| !case.goes_on && matches!(case.bound, Some(Bound::Line | Bound::Inline));
        if self.settings.crowd.is_none() && wanted.iter().any(is_short) {
            let controls = self.catalog.controls.iter().map(|control| &control.case);
            wanted.extend(controls.map(|case| Wanted { id: case.id(), goes_on: false, bound: case.bound }));
        }
        wanted
    }

    /// The floors that this run can measure.
    pub(crate) fn floors(&self) -> Vec<Floor> {
        Floor::in_place(self.settings.place.in_force()).collect()
    }

    /// The order to play this once. The beats of a case are watched only in the first round.
    pub(crate) fn order(&self, play: &Play, seed: u64) -> Order {
        Order {
            watch_beats: self.round() == 0,
            period_ns: self.periods.get(play.name()).and_then(Learnt::period),
            ..Order::new(play.clone(), self.settings, &self.catalog, seed)
        }
    }

    /// Notes that these are played at the same time.
    pub(crate) fn note_side_by_side(&mut self, plays: &[Play]) {
        for case in &mut self.run.cases {
            case.watched_side_by_side |= plays.iter().any(|play| play.name() == case.id);
        }
    }

    /// Adds what a child sent while it played this in this round.
    pub(crate) fn add(&mut self, play: &Play, message: Message) {
        let round = self.round();
        if let Message::Sample(sample) = &message {
            self.periods.entry(play.name().to_owned()).or_default().add(round, sample.period_ns);
        }
        match self.collected(play.name()) {
            Some(Collected::Case(case)) => match message {
                Message::Sample(sample) => case.add(round, *sample),
                Message::Timeline(timeline) => case.timeline = Some(timeline),
                _ => {}
            },
            Some(Collected::Reference(reference)) => match message {
                Message::Time(ns) => reference.add(round, ns),
                Message::Sample(sample) => sample.halt_ns.into_iter().for_each(|ns| reference.add(round, ns)),
                _ => {}
            },
            None => {}
        }
    }

    /// Ends the round of what was played. A floor or a control that can't be measured is missing, and the run goes on.
    pub(crate) fn end(&mut self, play: &Play, end: Result<(), Failure>) {
        let round = self.round();
        if let Some(Collected::Case(case)) = self.collected(play.name()) {
            case.end_round(round, end);
        }
    }

    /// Where the samples of the case, the floor or the control with this name go.
    fn collected(&mut self, name: &str) -> Option<Collected<'_>> {
        let run = &mut self.run;
        if let Some(case) = run.cases.iter_mut().find(|case| case.id == name) {
            return Some(Collected::Case(case));
        }
        let controls = self.catalog.controls.iter().zip(&mut run.controls);
        let control = controls.filter(|(control, _)| control.case.id() == name).map(|(_, it)| it).next();
        let floor = run.floors.0.iter_mut().find(|floor| floor.name == name);
        floor.or(control).map(Collected::Reference)
    }

    /// The run so far.
    pub(crate) fn so_far(&mut self, partial: bool) -> &Run {
        let run = &mut self.run;
        run.partial = partial;
        run.throttling = self.load.throttling();
        run.summarise();
        let own = uniform_phase::of_a_run(&run.cases).into_iter().chain(above_floor::of_a_run(&run.cases));
        run.self_checks = self.self_checks.iter().cloned().chain(own).collect();
        for case in &mut run.cases {
            let doubts = run.self_checks.iter().filter(|check| check.casts_doubt_on(&case.id));
            case.doubts = doubts.map(SelfCheck::said).collect();
        }
        let drift = |floor: &Reference| Some((floor.name.parse().ok()?, Times::of_reference(floor).drift()?));
        run.judgement = Judgement::new(&Evidence {
            asked: self.settings.place,
            place: self.settings.place.in_force(),
            provenance: self.provenance,
            machine: &run.machine,
            used: self.load.used(),
            throttling: run.throttling,
            drifts: run.floors.0.iter().filter_map(drift).collect(),
            figures: Spread::of(&run.cases, run.resolution.as_ref()),
            self_checks: &run.self_checks,
        });
        run
    }

    /// The run, at its end.
    pub(crate) fn into_run(mut self, partial: bool) -> Run {
        self.so_far(partial);
        self.run
    }
}

/// The real time between two beats, in ns, as each of the first rounds learnt it.
#[derive(Debug, Default)]
struct Learnt(BTreeMap<u32, u64>);

impl Learnt {
    /// One process may be disturbed while it learns, and would then shift the phase of a whole run.
    const ENOUGH: usize = 3;

    fn add(&mut self, round: u32, period: u64) {
        if self.0.len() < Self::ENOUGH {
            self.0.entry(round).or_insert(period);
        }
    }

    /// The middle one, once there are enough of them.
    fn period(&self) -> Option<u64> {
        let mut learnt: Vec<u64> = self.0.values().copied().collect();
        (learnt.len() == Self::ENOUGH).then(|| medians::lower(&mut learnt))
    }
}

/// Where samples go.
enum Collected<'a> {
    Case(&'a mut CaseResult),
    Reference(&'a mut Reference),
}
