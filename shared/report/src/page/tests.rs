//! What must hold of the page before a browser opens it.

use measure::Run;

use super::{MOST, PageError, as_script, data::unpacked, draw};
use crate::{
    desk::{
        Desk,
        guide::advice,
        section::{Section, Table},
    },
    links::Links,
    pictures,
    results_file::{ResultsFile, recorded_run},
};

/// An editor who gives one piece of advice, on the recorded case of a `select!`.
fn desk() -> Desk {
    let mut cases = recorded_run("page/first.json").cases.into_iter().map(|case| case.id);
    let case = cases.find(|id| id.ends_with("/awaiting-select")).expect("it is recorded").leak();
    Desk { guide: vec![advice("a future", "drop it", case)].leak(), ..Desk::EMPTY }
}

/// A run of so many cases; no two have the same lines or the same comment.
fn run(cases: usize) -> Run {
    let mut run = recorded_run("page/first.json");
    let some = run.cases.clone();
    let one = |number: usize| {
        let mut case = some[number % some.len()].clone();
        case.id = format!("{}-{number}", case.id);
        case.code = format!("// {number}\n{}", case.code);
        case.comment = format!("{number}: {}", case.comment);
        case
    };
    run.cases = (0..cases).map(one).collect();
    run
}

fn page(runs: impl IntoIterator<Item = Run>) -> Result<String, PageError> {
    let named = |(index, run)| (format!("run-{index}.json"), ResultsFile::Run(Box::new(run)));
    draw(&runs.into_iter().enumerate().map(named).collect::<Vec<_>>(), &Links::from_results(true), &desk())
}

/// The data of a page.
fn data(page: &str) -> serde_json::Value {
    let (_, data) = page.split_once(r#"id="data">"#).expect("the data");
    let (data, _) = data.split_once("</script>").expect("its end");
    serde_json::from_str(&unpacked(data)).expect("all of it is JSON")
}

#[test]
fn a_page_holds_500_cases_or_ten_runs() {
    assert!(page([run(500)]).expect("500 cases fit").len() <= MOST);
    assert!(page((0..10).map(|_| run(88))).expect("ten runs fit").len() <= MOST);
}

#[test]
fn a_page_holds_the_pictures_of_its_first_run() {
    let data = data(&page([run(14), run(14)]).expect("a page"));
    let pictures = data["runs"][0]["pictures"].as_array().expect("pictures");
    let ladder = pictures.iter().find(|picture| picture["name"] == "run-0/ladder.svg").expect("a ladder");
    assert!(ladder["svg"].as_str().is_some_and(|svg| svg.starts_with("<svg")));
    assert_eq!(data["runs"][1]["pictures"], serde_json::json!([]));
}

#[test]
fn a_case_behind_a_feature_is_played_with_it_and_the_others_without() {
    let mut run = run(2);
    run.command = Some("cargo run --release --features one,other -- --quick".to_owned());
    run.cases[1].feature = Some("other".to_owned());
    let data = data(&page([run]).expect("a page"));
    let run = &data["runs"][0];
    assert_eq!(run["play"], "cargo run --release -- story");
    assert_eq!(run["cases"][0]["play"], serde_json::Value::Null);
    assert_eq!(run["cases"][1]["play"], "cargo run --release --features other -- story");
}

#[test]
fn a_page_that_is_too_large_is_refused() {
    let mut run = run(500);
    for case in &mut run.cases {
        case.code = std::iter::repeat_with(|| fastrand::char('!'..'~')).take(5000).collect();
    }
    let error = page([run]).expect_err("2.5 MB that can't be packed do not fit");
    assert!(matches!(error, PageError::TooLarge { runs: 1, bytes } if bytes > MOST), "{error}");
    assert!(error.to_string().ends_with("and may have 1500000; give report fewer FILEs"), "{error}");
}

#[test]
fn the_same_runs_give_the_same_bytes_and_no_run_gives_a_page() {
    assert_eq!(page([run(20)]).expect("a page"), page([run(20)]).expect("a page"));
    assert_eq!(data(&page([]).expect("a page of nothing"))["runs"], serde_json::json!([]));
}

#[test]
fn no_text_of_a_run_ends_its_script() {
    let mut run = run(20);
    run.cases[3].summary = "</script><script>alert(1)</script><!--".to_owned();
    let page = page([run]).expect("a page");
    assert!(!page.contains("<script>alert(1)"));
    let data = data(&page);
    assert!(data["texts"].to_string().contains("</script><script>alert(1)</script><!--"));
}

#[test]
fn without_scripts_there_is_the_guide_and_a_way_to_the_cases() {
    let page = page([recorded_run("page/first.json")]).expect("a page");
    assert!(
        page.contains("What to use") && page.contains("<noscript><p>The stories and the cases need scripts.")
    );
}

#[test]
fn what_an_editor_adds_is_shown_without_scripts_and_escaped() {
    fn fields(row: [&str; 2]) -> Vec<String> {
        row.map(str::to_owned).to_vec()
    }
    let of = || Section {
        id: "found",
        title: "What was found",
        lead: "By `hand`.".to_owned(),
        picture: Some(("A square".to_owned(), "<svg></svg>")),
        tables: vec![Table {
            caption: "Rows".to_owned(),
            head: fields(["method", "seen"]),
            rows: vec![fields(["a::b<T>", "`all` is lost"])],
            is_folded: false,
        }],
        more: ("All of it", "elsewhere.md"),
    };
    let page = |desk: &Desk| draw(&[], &Links::NOWHERE, desk).expect("a page");
    let shown = page(&Desk { sections: vec![of as fn() -> Section].leak(), ..Desk::EMPTY });
    for text in [
        "<h2 id=\"found\">What was found</h2>",
        "By <code>hand</code>.",
        "alt=\"A square\"",
        "<th scope=\"row\">a::<wbr>b&lt;T&gt;</th><td data-name=\"seen\"><code>all</code> is lost</td>",
    ] {
        assert!(shown.contains(text), "{text}");
    }
    assert!(!page(&Desk::EMPTY).contains("class=\"found"));
}

#[test]
fn a_run_whose_times_cannot_be_used_says_so_first() {
    let mut run = recorded_run("page/first.json");
    run.judgement.grade = measure::Grade::Unusable;
    let page = page([run]).expect("a page");
    assert!(data(&page)["runs"][0]["unusable"].as_str().is_some_and(|said| said.contains("unusable")));
    let (before, _) = page.split_once("What to use").expect("a guide");
    assert!(before.contains("Grade unusable"));
}

#[test]
fn the_page_asks_no_network_for_anything() {
    let page = page([run(20)]).expect("a page");
    for wrong in [" src=\"http", "<link rel=\"stylesheet", "@import", "url(http", "<script src"] {
        assert!(!page.contains(wrong), "{wrong}");
    }
    assert!(page.contains("default-src 'none'"));
}

#[test]
fn the_colours_of_the_page_are_those_of_the_pictures() {
    let picture = pictures::of_run(&recorded_run("page/first.json"), &desk()).remove(0).svg();
    let style = include_str!("../../page/page.css");
    let of_style = |text: &str| text.replace([' ', '\n'], "");
    let (light, dark) = picture.split_once("prefers-color-scheme:dark").expect("both themes");
    let (page_light, page_dark) = style.split_once("prefers-color-scheme: dark").expect("both themes");
    for (picture, page) in [(light, page_light), (dark, page_dark)] {
        let variables =
            picture.split("svg{").nth(1).and_then(|rest| rest.split('}').next()).expect("variables");
        let page = of_style(page);
        for variable in variables.split(';').filter(|variable| !variable.is_empty()) {
            assert!(page.contains(variable), "{variable} is not in page.css");
        }
    }
}

#[test]
fn a_module_becomes_a_script_that_names_what_it_exports() {
    assert_eq!(as_script("const te=1;export{te as default};"), "const te=1;globalThis.hljs=te;");
}
