//! COINr's tables: `iData` with `iMeta`.

use comity::csv::{self, Import, Options};
use comity::framework::Direction;
use comity::{ScoreRequest, Study};

const DATA: &str = "uCode,uName,Time,Region,GDP,visits,calls,disputes\n\
    a,Ada,2020,East,100,0,4,1\nb,Bel,2020,West,200,5,6,3\nc,Cyd,2020,East,300,10,8,5\n";

const METADATA: &str = "iCode,iName,Direction,Level,Weight,Parent,Type,Unit,Target,Colour\n\
    visits,Visits a year,1,1,3,ties,Indicator,visits,12,red\n\
    calls,Calls,1,1,1,ties,Indicator,calls,,red\n\
    disputes,Disputes,-1,1,1,peace,Indicator,disputes,0,red\n\
    ties,Ties,1,2,2,Index,Aggregate,,,\n\
    peace,Peace,1,2,1,Index,Aggregate,,,\n\
    Index,The index,1,3,1,NA,Aggregate,,,\n\
    Region,Region,NA,NA,NA,NA,Group,,,\n\
    GDP,GDP,NA,NA,NA,NA,Denominator,,,\n";

fn import(data: &str, metadata: &str) -> Import {
    let options = Options { metadata: Some(metadata.as_bytes()), ..Options::default() };
    csv::import(data.as_bytes(), options).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn metadata_become_tree_directions_and_weights() {
    let import = import(DATA, METADATA);
    assert!(import.problems.is_empty(), "{:#?}", import.problems);
    let document = import.document.unwrap();
    let dimensions: Vec<_> = document
        .framework
        .dimensions
        .iter()
        .map(|node| (node.id.as_str(), node.parent.as_ref().map(comity::framework::NodeId::as_str)))
        .collect();
    assert_eq!(dimensions, [("ties", Some("Index")), ("peace", Some("Index")), ("Index", None)]);
    let [visits, _, disputes] = document.framework.indicators.as_slice() else { panic!("three indicators") };
    assert_eq!(
        (visits.name.as_str(), visits.parent.as_str(), visits.unit_of_measure.as_str()),
        ("Visits a year", "ties", "visits")
    );
    assert_eq!((visits.direction, disputes.direction), (Direction::HigherIsBetter, Direction::LowerIsBetter));
    let goalposts = |of: &comity::framework::Indicator| of.goalposts.as_ref().map(|ends| (ends.lower, ends.upper));
    assert_eq!((goalposts(visits), goalposts(disputes)), (Some((0.0, 12.0)), Some((0.0, 5.0))));

    // By hand: visits 0, 50, 100 and calls 0, 50, 100 by min–max, disputes 100, 50, 0; ties weighs 2 and peace 1.
    let scorecard = Study::open(&document).unwrap().score(&ScoreRequest::default()).unwrap();
    let scores: Vec<_> =
        scorecard.units.iter().map(|unit| (unit.name.as_str(), (unit.score.unwrap() * 3.0).round())).collect();
    assert_eq!(scores, [("Cyd", 200.0), ("Bel", 150.0), ("Ada", 100.0)]);

    let said: Vec<String> = import.guesses.iter().map(comity::Problem::message).collect();
    for part in [
        "`Colour` is not read",
        "`Region` is not read: the metadata say",
        "`GDP` is not read",
        "targets are kept",
        "lowest to its highest",
    ] {
        assert!(said.iter().any(|said| said.contains(part)), "{part}: {said:#?}");
    }
}

#[test]
fn what_metadata_leave_out_is_made_and_said() {
    let import = import(DATA, "iCode,Parent\nvisits,ties\ncalls,ties\ndisputes,\n");
    let document = import.document.unwrap();
    let ids: Vec<_> = document.framework.dimensions.iter().map(|node| node.id.as_str()).collect();
    assert_eq!(ids, ["ties"], "the one dimension named is the root");
    let said: Vec<&str> = import.guesses.iter().map(|guess| guess.code().name()).collect();
    for code in ["csv-tree-assumed", "csv-direction-assumed", "csv-column-ignored"] {
        assert!(said.contains(&code), "{code}: {said:?}");
    }
    Study::open(&document).unwrap();
}

#[test]
fn a_long_table_takes_metadata_too_and_refuses_what_they_do_not_describe() {
    let import = import("unit,year,indicator,value\na,2020,visits,1\na,2020,other,2\n", METADATA);
    let places: Vec<_> =
        import.problems.iter().map(|problem| (problem.code().name(), problem.path().to_string())).collect();
    assert_eq!(places, [("indicator-unknown", "data[2][2]".to_owned())]);
    assert_eq!(import.counts.imported, 1);
}
