//! The page's data as JSON: what it shows and nothing else, so that ten runs fit.
//! It is packed: gzip, which browsers unpack by themselves, in base64, which can stand in a page.

use std::{collections::HashMap, io::Write};

use base64::{Engine, engine::general_purpose::STANDARD};
use flate2::{Compression, GzBuilder};
use measure::{Figures, Run, units::duration};
use serde::Serialize;
use stage::{Bound, Mechanism, Verdict, Work};

use super::{
    case::{Case, Texts, is_default, verdict},
    opening::{Choice, choices},
};
use crate::{
    compare::{Comparison, Shows},
    desk::Desk,
    draw,
    facts::{self, story_with},
    figure::{self, drawn},
    matrix::{self, Group},
    pictures,
    precision::{Precision, resolution},
    results_file::{ResultsFile, stem},
    verdict::{bound, meaning, name, symbol},
};

#[derive(Serialize)]
pub(super) struct Data {
    words: Words,
    /// Texts that several runs share.
    texts: Vec<String>,
    runs: Vec<RunData>,
    /// By the first run, then by the second; none for a run and itself.
    pairs: Vec<Vec<Option<Pair>>>,
    /// The pictures of what is no run.
    sweeps: Vec<Picture>,
}

#[derive(Serialize)]
struct Words {
    /// In the order of the tables; the last is said where every playing failed.
    verdicts: Vec<[&'static str; 3]>,
    mechanisms: Vec<&'static str>,
    works: Vec<&'static str>,
    bounds: Vec<[&'static str; 2]>,
    /// In short, and in words.
    shows: [[&'static str; 2]; 5],
}

#[derive(Serialize)]
struct RunData {
    name: String,
    file: String,
    facts: Vec<[String; 2]>,
    /// What speaks against its figures, and what explains them.
    notes: Vec<String>,
    /// What its figures cannot tell, and why some have no interval.
    limits: String,
    floors: Vec<Floor>,
    beat: Floor,
    /// The stories to choose from.
    /// What a reader types to play a case that takes no feature, up to its id.
    play: String,
    stories: Vec<Choice>,
    matrix: Vec<Row>,
    cases: Vec<Case>,
    pictures: Vec<Picture>,
}

#[derive(Serialize)]
struct Floor {
    name: String,
    ns: u64,
    text: String,
    /// The 95 % interval.
    range: String,
}

#[derive(Serialize)]
struct Row {
    runtime: String,
    work: &'static str,
    fields: Vec<Vec<Field>>,
}

/// Cases of one cell that have the same verdict.
#[derive(Serialize)]
struct Field {
    verdict: usize,
    text: String,
    #[serde(skip_serializing_if = "is_default")]
    unexpected: bool,
}

/// A picture, and what an image needs.
#[derive(Serialize)]
struct Picture {
    /// The path of its file.
    name: String,
    title: String,
    about: String,
    svg: String,
}

impl Picture {
    fn new(folder: &str, picture: &draw::picture::Picture) -> Self {
        Self {
            name: format!("{folder}/{}", picture.file),
            title: picture.title().to_owned(),
            about: picture.about().to_owned(),
            svg: picture.untitled_svg(),
        }
    }
}

impl Data {
    pub(super) fn new(runs: &[(&str, &Run)], others: &[(&str, &ResultsFile)], desk: &Desk) -> Self {
        let mut texts = Texts::default();
        let pairs = runs.iter().enumerate().map(|(index, (_, a))| {
            let others = runs.iter().enumerate();
            others.map(|(other, (_, b))| (index != other).then(|| Pair::new(a, b))).collect()
        });
        let of_other = |(file, other): &(&str, &ResultsFile)| {
            let folder = stem(file);
            let pictures = pictures::of(other, desk).into_iter();
            pictures.map(|picture| Picture::new(&folder, &picture)).collect::<Vec<_>>()
        };
        Self {
            pairs: pairs.collect(),
            sweeps: others.iter().flat_map(of_other).collect(),
            runs: runs.iter().map(|(file, run)| RunData::new(file, run, desk, &mut texts)).collect(),
            words: Words::new(),
            texts: texts.all,
        }
    }

    /// Whether any of its runs has a story to choose.
    pub(super) fn has_stories(&self) -> bool {
        self.runs.iter().any(|run| !run.stories.is_empty())
    }

    /// As JSON, packed.
    pub(super) fn packed(&self) -> String {
        packed(&serde_json::to_string(self).expect("what the page shows has a JSON form"))
    }
}

impl Words {
    fn new() -> Self {
        let verdicts = Verdict::ALL.iter().copied().map(Some).chain([None]);
        Self {
            verdicts: verdicts.map(|verdict| [name(verdict), symbol(verdict), meaning(verdict)]).collect(),
            mechanisms: Mechanism::ALL.iter().map(|mechanism| mechanism.as_str()).collect(),
            works: Work::ALL.iter().map(|work| work.as_str()).collect(),
            bounds: Bound::ALL.iter().map(|it| [it.as_str(), bound(*it)]).collect(),
            shows: [
                ["faster", Shows::Faster.as_str()],
                ["slower", Shows::Slower.as_str()],
                ["no difference", Shows::NoDifference.as_str()],
                ["below the resolution", Shows::BelowResolution.as_str()],
                ["not enough rounds", Shows::NotEnoughRounds.as_str()],
            ],
        }
    }
}

impl RunData {
    fn new(file: &str, run: &Run, desk: &Desk, texts: &mut Texts) -> Self {
        let floors = run.floors.measured().map(|(floor, figures)| Floor::new(run, floor.as_str(), figures));
        let beat = run.settings.beat_ns;
        let name = stem(file);
        Self {
            file: file.to_owned(),
            facts: facts::table(run),
            notes: run.judgement.reasons.iter().chain(&run.judgement.notes).cloned().collect(),
            limits: limits(run),
            floors: floors.collect(),
            beat: Floor { name: "beat".to_owned(), ns: beat, text: duration(beat), range: String::new() },
            play: story_with(run, None),
            stories: choices(run, desk.surprises),
            matrix: matrix::rows(run).iter().map(|row| Row::new(run, row)).collect(),
            cases: run.cases.iter().map(|case| Case::new(case, run, texts)).collect(),
            pictures: pictures_of(run, desk, &name),
            name,
        }
    }
}

impl Floor {
    fn new(run: &Run, name: &str, figures: Figures) -> Self {
        Self {
            name: name.to_owned(),
            ns: drawn(run, figures).p50,
            text: Precision::of(run).time(figures.p50),
            range: figure::interval(run, Some(figures)),
        }
    }
}

impl Row {
    fn new(run: &Run, row: &matrix::Row) -> Self {
        let precision = Precision::of(run);
        let fields =
            row.fields.iter().map(|groups| groups.iter().map(|it| Field::new(it, precision)).collect());
        Self { runtime: row.runtime.clone(), work: row.work.as_str(), fields: fields.collect() }
    }
}

impl Field {
    fn new(group: &Group, precision: Precision) -> Self {
        Self { verdict: verdict(group.verdict), text: group.said(precision), unexpected: !group.as_expected }
    }
}

/// What stands beside every table of a run's figures.
fn limits(run: &Run) -> String {
    let no_intervals = figure::no_intervals(run).map(|said| format!(" {said}")).unwrap_or_default();
    resolution(run) + &no_intervals
}

/// The pictures of a run that say more than the page does by itself.
fn pictures_of(run: &Run, desk: &Desk, folder: &str) -> Vec<Picture> {
    let own = ["matrix.svg", "story.svg"];
    let pictures =
        pictures::of_run(run, desk).into_iter().filter(|picture| !own.contains(&picture.file.as_str()));
    pictures.map(|picture| Picture::new(folder, &picture)).collect()
}

/// B over A, the ends of its interval where there is one, and the place of what that shows.
type Time = (f64, Option<f64>, Option<f64>, usize);

#[derive(Serialize)]
struct Pair {
    /// What makes their figures differ for another reason than the cases.
    differences: Vec<String>,
    only_in_one: Vec<String>,
    /// The cases whose verdict changed.
    verdicts: Vec<String>,
    /// For each case of the first run, where it halted in both.
    times: Vec<Option<Time>>,
}

impl Pair {
    fn new(a: &Run, b: &Run) -> Self {
        let Comparison { differences, verdicts, times, only_in_one, .. } = Comparison::new(a, b);
        let times: HashMap<String, _> = times
            .into_iter()
            .map(|time| (time.id, (time.ratio, time.ratio_low, time.ratio_high, place(time.shows))))
            .collect();
        Self {
            differences,
            only_in_one,
            verdicts: verdicts.into_iter().map(|change| change.id).collect(),
            times: a.cases.iter().map(|case| times.get(&case.id).copied()).collect(),
        }
    }
}

/// Its place among the page's words.
fn place(shows: Shows) -> usize {
    match shows {
        Shows::Faster => 0,
        Shows::Slower => 1,
        Shows::NoDifference => 2,
        Shows::BelowResolution => 3,
        Shows::NotEnoughRounds => 4,
    }
}

/// The text, packed. The same text gives the same bytes: no time and no name is in it.
fn packed(text: &str) -> String {
    let mut packer = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    let bytes = packer.write_all(text.as_bytes()).and_then(|()| packer.finish());
    STANDARD.encode(bytes.expect("a vector takes all that is written to it"))
}

#[cfg(test)]
pub(super) fn unpacked(packed: &str) -> String {
    let bytes = STANDARD.decode(packed).expect("base64");
    std::io::read_to_string(flate2::read::GzDecoder::new(bytes.as_slice())).expect("gzip of a text")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_can_be_unpacked_and_ends_no_script() {
        let text = "</script>ü".repeat(999);
        assert_eq!(unpacked(&packed(&text)), text);
        assert!(packed(&text).len() < text.len() / 10 && !packed(&text).contains('<'));
        assert_eq!(packed(&text), packed(&text));
    }
}
