//! Wide and long tables as people make them.

use comity::csv::{self, Layout, Options, Role};
use comity::{Study, StudyDocument};

use crate::guesses::{import, values};
use crate::support;

#[test]
fn headings_that_people_use_are_known() {
    // Headings, what the table is read as, and the roles.
    let table: &[(&str, &str, Layout, &[Role])] = &[
        (
            "uCode,uName,Time,x,y",
            "a,A,2020,1,2",
            Layout::Wide,
            &[Role::Unit, Role::Name, Role::Period, Role::Values, Role::Values],
        ),
        (
            "Country,ISO3,Year,x,y",
            "Albania,ALB,2020,1,2",
            Layout::Wide,
            &[Role::Name, Role::Unit, Role::Period, Role::Values, Role::Values],
        ),
        (
            "Country Name,Country Code,Year,x,y",
            "Albania,ALB,2020,1,2",
            Layout::Wide,
            &[Role::Name, Role::Unit, Role::Period, Role::Values, Role::Values],
        ),
        (
            "Entity,Code,Year,x,y",
            "Albania,ALB,2020,1,2",
            Layout::Wide,
            &[Role::Name, Role::Unit, Role::Period, Role::Values, Role::Values],
        ),
        ("country,year,x,y", "Albania,2020,1,2", Layout::Wide, &[Role::Unit, Role::Period, Role::Values, Role::Values]),
        (
            "unit,period,indicator,value,source,note",
            "a,2020,x,1,s,n",
            Layout::Long,
            &[Role::Unit, Role::Period, Role::Indicator, Role::Value, Role::Source, Role::Note],
        ),
        (
            "country,year,variable,value",
            "a,2020,x,1",
            Layout::Long,
            &[Role::Unit, Role::Period, Role::Indicator, Role::Value],
        ),
        (
            "REF_AREA,TIME_PERIOD,MEASURE,OBS_VALUE",
            "a,2020,x,1",
            Layout::Long,
            &[Role::Unit, Role::Period, Role::Indicator, Role::Value],
        ),
        (
            "partner,year,indicator,rater,level,confidence",
            "a,2020,x,ann,1,0.5",
            Layout::Long,
            &[Role::Unit, Role::Period, Role::Indicator, Role::Rater, Role::Value, Role::Confidence],
        ),
        ("unit,value,year,level", "a,1,2020,2", Layout::Wide, &[Role::Unit, Role::Values, Role::Period, Role::Values]),
    ];
    for (headings, row, layout, roles) in table {
        let import = import(&format!("{headings}\n{row}\n"));
        let found: Vec<Role> = import.mapping.columns.iter().map(|column| column.role).collect();
        assert_eq!((import.mapping.layout, found.as_slice()), (Some(*layout), *roles), "{headings}");
    }
}

#[test]
fn wide_and_long_tables_of_the_same_values_are_the_same_study() {
    let wide = import("unit,year,x,y\na,2020,1,2\na,2021,3,\nb,2020,5,6\n");
    let long =
        import("unit,year,indicator,value\na,2020,x,1\na,2020,y,2\na,2021,x,3\na,2021,y,\nb,2020,x,5\nb,2020,y,6\n");
    let hash = |import: &csv::Import| Study::open(import.document.as_ref().unwrap()).unwrap().hash().to_owned();
    assert_eq!(hash(&wide), hash(&long));
    assert_eq!(values(&wide, "y"), [Some(2.0), None, Some(6.0), None]);
    assert_eq!((wide.counts.rows, wide.counts.cells, wide.counts.imported, wide.counts.missing), (3, 6, 5, 1));
}

#[test]
fn sources_that_all_values_of_an_indicator_share_are_the_columns_and_new_ones_are_listed() {
    let text =
        "unit,year,indicator,value,source\na,2020,x,1,atop\nb,2020,x,2,atop\na,2020,y,3,atop\nb,2020,y,4,own count\n";
    let document = import(text).document.unwrap();
    let column = |id: &str| document.dataset.column(&id.into()).unwrap().source.as_ref().map(ToString::to_string);
    assert_eq!((column("x").as_deref(), column("y")), (Some("atop"), None));
    assert_eq!(document.dataset.observations.len(), 2);
    let sources: Vec<&str> = document.framework.sources.iter().map(|source| source.citation.as_str()).collect();
    assert_eq!(sources, ["atop", "own count"]);
    Study::open(&document).unwrap();
}

#[test]
fn into_a_study_names_and_members_are_kept_and_a_year_that_is_gone_is_no_longer_shown() {
    let mut study = StudyDocument::from_json(&support::us_partnerships()).unwrap();
    study.method.period = Some(2010);
    let text = "unit,year,exercises\nKOR,2011,3\nXXX,2011,4\n";
    let plain = study.framework.indicators.iter().find(|indicator| indicator.rubric.is_none()).unwrap();
    let indicator = plain.id.to_string();
    let text = text.replace("exercises", &indicator);
    let import = csv::import(text.as_bytes(), Options { into: Some(study), ..Options::default() }).unwrap();
    assert!(import.problems.is_empty(), "{:#?}", import.problems);
    let document = import.document.unwrap();
    let names: Vec<_> = document.dataset.units.iter().map(|unit| (unit.name.as_str(), unit.members.len())).collect();
    assert_eq!(names, [("South Korea", 2), ("XXX", 0)]);
    assert_eq!((document.method.period, document.dataset.periods.as_slice()), (None, [2011].as_slice()));
    let said: Vec<String> = import.guesses.iter().map(comity::Problem::message).collect();
    assert!(said.iter().any(|said| said == "new units in the study (1): XXX"), "{said:#?}");
    assert!(
        said.iter().any(|said| said.starts_with("units of the study until now that are not in the table (39): ")),
        "{said:#?}"
    );
    let shown = "the study showed 2010, which is not in the table: it shows the table's last period";
    assert!(said.iter().any(|said| said == shown), "{said:#?}");
}

#[test]
fn indicators_of_a_study_are_known_by_their_names_too() {
    let study = StudyDocument::from_json(&support::us_partnerships()).unwrap();
    let indicator = &study.framework.indicators[0];
    let (id, name) = (indicator.id.to_string(), indicator.name.clone());
    for text in [
        format!("unit,year,\"{name}\"\nKOR,2011,3\n"),
        format!("unit,year,indicator,value\nKOR,2011,\"{name}\",3\n"),
        format!("unit,year,indicator,value\nKOR,2011,{id},3\n"),
    ] {
        let import = csv::import(text.as_bytes(), Options { into: Some(study.clone()), ..Options::default() }).unwrap();
        assert_eq!(values(&import, &id), [Some(3.0)], "{text}");
    }
}

#[test]
fn seven_ways_to_begin_a_formula_are_neutralised_in_every_column_of_text_and_come_back() {
    for start in ['=', '+', '-', '@', '\t', '\r', '\0'] {
        let text = format!("{start}HYPERLINK(\"x\")");
        // Ids cannot begin with a control character.
        let id = if start.is_control() { "plain".to_owned() } else { text.clone() };
        let study = serde_json::json!({
            "schema": 0, "id": "s", "title": "S",
            "framework": {
                "dimensions": [{ "id": "all", "name": "All" }],
                "indicators": [
                    { "id": id, "name": text, "parent": "all", "unitOfMeasure": "", "direction": "higher-is-better", "goalposts": { "lower": -9, "upper": 9, "basis": "judgement" } },
                    { "id": "other", "name": text, "parent": "all", "unitOfMeasure": "", "direction": "higher-is-better", "goalposts": { "lower": -9, "upper": 9, "basis": "judgement" } },
                ],
                "sources": [{ "id": id, "citation": text }],
            },
            "dataset": {
                "units": [{ "id": id, "name": text, "members": [{ "id": id }] }], "periods": [-2020, 2020],
                "indicators": [{ "id": id, "values": [-3.2, null], "source": id }, { "id": "other", "values": [null, null] }],
                "observations": [
                    { "unit": id, "indicator": id, "period": -2020, "source": id, "note": text, "range": [-4, -3] },
                    { "unit": id, "indicator": "other", "period": 2020, "of": id, "rater": id, "value": -1, "note": text, "confidence": 0.5 },
                ],
            },
            "method": {},
        });
        let study = StudyDocument::from_json(&study.to_string()).unwrap();
        for layout in [Layout::Long, Layout::Wide] {
            let table = csv::export(study.clone(), layout);
            let mut neutralised = 0;
            for record in ::csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes()).records() {
                for cell in &record.unwrap() {
                    assert!(cell.parse::<f64>().is_ok() || !cell.starts_with(start), "{cell:?}\n{table}");
                    neutralised += usize::from(cell.starts_with(&format!("'{start}")));
                }
            }
            assert!(neutralised >= 4, "{start:?} {layout:?}\n{table}");
            assert!(table.contains(",-3.2,"), "numbers stay numbers\n{table}");
            let mut bare = study.clone();
            bare.dataset = comity::data::Dataset::default();
            let import = csv::import(table.as_bytes(), Options { into: Some(bare), ..Options::default() }).unwrap();
            assert!(import.problems.is_empty(), "{:#?}\n{table}", import.problems);
            let back = Study::open(&import.document.unwrap()).unwrap();
            assert_eq!(back.hash(), Study::open(&study).unwrap().hash(), "{table}");
        }
    }
}
