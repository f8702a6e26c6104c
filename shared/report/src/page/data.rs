//! The page's data as JSON: what it shows and nothing else, so that ten runs fit.
//! It is packed: gzip, which browsers unpack by themselves, in base64, which can stand in a page.

use std::{collections::HashMap, io::Write};

use base64::{Engine, engine::general_purpose::STANDARD};
use flate2::{Compression, GzBuilder};
use measure::{Figures, Run, units::duration};
use serde_json::{Value, json};
use stage::{Bound, Mechanism, Verdict, Work};

use super::{
    case::{Texts, case, verdict, without_nothing},
    opening::stories,
};
use crate::{
    compare::{Comparison, Shows},
    desk::Desk,
    draw::Picture,
    facts::{self, story_with},
    figure::{self, drawn},
    grid,
    matrix::{self, Group},
    pictures,
    precision::{Precision, resolution},
    results_file::{ResultsFile, stem},
    search::{SMALL, called},
    verdict::{NOT_PLAYED, bound, meaning, name, symbol},
};

/// The page's data.
pub(super) fn data(
    runs: &[(&str, &Run)],
    others: &[(&str, &ResultsFile)],
    root: Option<&str>,
    desk: &Desk,
) -> Value {
    let mut texts = Texts::default();
    // By the first run, then by the second; none for a run and itself.
    let pairs = runs.iter().enumerate().map(|(index, (_, a))| -> Vec<Option<Value>> {
        let others = runs.iter().enumerate();
        others.map(|(other, (_, b))| (index != other).then(|| pair(a, b))).collect()
    });
    let of_other = |(file, other): &(&str, &ResultsFile)| {
        let folder = stem(file);
        pictures::of(other, desk).iter().map(|it| picture(&folder, it)).collect::<Vec<_>>()
    };
    let mut runs_of: Vec<Value> =
        runs.iter().map(|(file, run)| of_run(file, run, desk, &mut texts)).collect();
    // A run that is there to be compared with has no pictures of its own.
    runs_of.iter_mut().skip(1).for_each(|run| run["pictures"] = json!([]));
    json!({
        "words": words(),
        // How to come from the page to the sources, if they are there.
        "root": root,
        // Texts that several runs share.
        "texts": texts.all,
        "runs": runs_of,
        "pairs": pairs.collect::<Vec<_>>(),
        // The pictures of what is no run.
        "sweeps": others.iter().flat_map(of_other).collect::<Vec<_>>(),
    })
}

fn words() -> Value {
    let verdicts = Verdict::ALL.iter().copied().map(Some).chain([None]);
    let verdicts = verdicts.map(|verdict| [name(verdict), symbol(verdict), meaning(verdict)]);
    json!({
        // In the order of the tables; the last but one is said where every playing failed, and the last is no verdict.
        "verdicts": verdicts.chain([[NOT_PLAYED, "", "this machine or build lacks what it needs."]]).collect::<Vec<_>>(),
        "mechanisms": Mechanism::ALL.iter().map(|mechanism| mechanism.as_str()).collect::<Vec<_>>(),
        "done": Mechanism::ALL.iter().map(|it| grid::done(*it)).collect::<Vec<_>>(),
        "doing": Work::ALL.iter().map(|it| grid::doing(*it)).collect::<Vec<_>>(),
        "works": Work::ALL.iter().map(|work| work.as_str()).collect::<Vec<_>>(),
        "bounds": Bound::ALL.iter().map(|it| [it.as_str(), bound(*it)]).collect::<Vec<_>>(),
        // What people call work that is expected to have each verdict, in the same order.
        "called": Verdict::ALL.iter().map(|it| called(*it)).collect::<Vec<_>>(),
        // What a search leaves out.
        "small": SMALL,
        // In short, and in words.
        "shows": [
            ["faster", Shows::Faster.as_str()],
            ["slower", Shows::Slower.as_str()],
            ["no difference", Shows::NoDifference.as_str()],
            ["below the resolution", Shows::BelowResolution.as_str()],
            ["not enough rounds", Shows::NotEnoughRounds.as_str()],
        ],
    })
}

fn of_run(file: &str, run: &Run, desk: &Desk, texts: &mut Texts) -> Value {
    let floors = run.floors.measured().map(|(floor, figures)| of_floor(run, floor.as_str(), figures));
    let beat = run.settings.beat_ns;
    let name = stem(file);
    json!({
        "name": name,
        "file": file,
        "facts": facts::table(run),
        // What stands before all figures of one that can't be used.
        "unusable": facts::unusable(run),
        // What speaks against its figures, and what explains them.
        "notes": run.judgement.reasons.iter().chain(&run.judgement.notes).collect::<Vec<_>>(),
        // What its figures cannot tell, and why some have no interval.
        "limits": limits(run),
        "floors": floors.collect::<Vec<_>>(),
        "beat": {"name": "beat", "ns": beat, "text": duration(beat), "range": ""},
        // What a reader types to play a case that takes no feature, up to its id.
        "play": story_with(run, None),
        "stories": stories(run, desk.surprises),
        // The runtime whose grid is shown first.
        "grid": desk.alone.first().copied().unwrap_or_default(),
        "matrix": matrix::rows(run).iter().map(|row| of_row(run, row)).collect::<Vec<_>>(),
        "cases": run.cases.iter().map(|it| case(it, run, texts)).collect::<Vec<_>>(),
        "pictures": pictures_of(run, desk, &name),
    })
}

/// A floor, with its 95 % interval.
fn of_floor(run: &Run, name: &str, figures: Figures) -> Value {
    json!({
        "name": name,
        "ns": drawn(run, figures).p50,
        "text": Precision::of(run).time(figures.p50),
        "range": figure::interval(run, Some(figures)),
    })
}

/// A row of the matrix. The cases of a field that have the same verdict are one.
fn of_row(run: &Run, row: &matrix::Row) -> Value {
    let precision = Precision::of(run);
    let of = |group: &Group| {
        without_nothing(json!({
            "verdict": verdict(group.verdict),
            "text": group.said(precision),
            "unexpected": !group.as_expected,
        }))
    };
    let fields: Vec<Vec<Value>> = row.fields.iter().map(|groups| groups.iter().map(of).collect()).collect();
    json!({"runtime": row.runtime, "work": row.work.as_str(), "fields": fields})
}

/// A picture, and what an image needs: the path of its file is its name.
fn picture(folder: &str, picture: &Picture) -> Value {
    json!({
        "name": format!("{folder}/{}", picture.file),
        "title": picture.title(),
        "about": picture.about(),
        "svg": picture.untitled_svg(),
    })
}

/// What stands beside every table of a run's figures.
fn limits(run: &Run) -> String {
    let no_intervals = figure::no_intervals(run).map(|said| format!(" {said}")).unwrap_or_default();
    resolution(run) + &no_intervals
}

/// The pictures of a run that say more than the page does by itself.
fn pictures_of(run: &Run, desk: &Desk, folder: &str) -> Vec<Value> {
    let says_more = |it: &Picture| !it.is_grid() && it.file != "story.svg";
    let pictures = pictures::of_run(run, desk).into_iter().filter(says_more);
    pictures.map(|it| picture(folder, &it)).collect()
}

/// What two runs show of one another: all of it from [`Comparison`].
fn pair(a: &Run, b: &Run) -> Value {
    let Comparison { differences, verdicts, times, only_in_one, .. } = Comparison::new(a, b);
    // B over A unless one of them is below the resolution, the ends of its interval where there is one, and the place of what that shows.
    let times: HashMap<String, _> = times
        .into_iter()
        .map(|time| {
            let told = |ratio: Option<f64>| ratio.filter(|_| !time.is_below_resolution);
            let ratios = (told(Some(time.ratio)), told(time.ratio_low), told(time.ratio_high));
            (time.id, (ratios.0, ratios.1, ratios.2, place(time.shows)))
        })
        .collect();
    json!({
        // What makes their figures differ for another reason than the cases.
        "differences": differences,
        "only_in_one": only_in_one,
        // The cases whose verdict changed.
        "verdicts": verdicts.into_iter().map(|change| change.id).collect::<Vec<_>>(),
        // For each case of the first run, where it halted in both.
        "times": a.cases.iter().map(|case| times.get(&case.id)).collect::<Vec<_>>(),
    })
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
pub(super) fn packed(text: &str) -> String {
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
