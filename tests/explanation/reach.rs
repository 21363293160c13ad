use comity::ScoreRequest;
use comity::explanation::{Goal, Lever, Reach, ReachRequest};
use serde_json::{Value, json};

use crate::support::decisions;
use crate::support::generate::Random;
use crate::{flat, for_studies, library, open, report, rows, studies};

fn request(goal: Goal) -> ReachRequest {
    ReachRequest { goal, ..ReachRequest::default() }
}

/// Puts the steps into the document by hand, and gives the unit's score and rank.
fn tried(document: &Value, unit: &str, reach: &Reach) -> (f64, u32) {
    let mut changed = document.clone();
    let dataset = &mut changed["dataset"];
    let at = |list: &Value, is: &dyn Fn(&Value) -> bool| list.as_array().unwrap().iter().position(is).unwrap();
    let row = at(&dataset["units"], &|known| known["id"] == unit);
    let year = at(&dataset["periods"], &|known| known.as_i64() == Some(i64::from(reach.period)));
    let cell = row * dataset["periods"].as_array().unwrap().len() + year;
    for step in &reach.steps {
        let column = at(&dataset["indicators"], &|column| column["id"] == *step.indicator);
        dataset["indicators"][column]["values"][cell] = json!(step.to);
        if let Some(details) = dataset.get_mut("observations").and_then(Value::as_array_mut) {
            details.retain(|detail| {
                detail["unit"] != unit || detail["indicator"] != *step.indicator || detail["period"] != reach.period
            });
        }
    }
    let card = open(&changed).score(&ScoreRequest { period: Some(reach.period), ..ScoreRequest::default() }).unwrap();
    let unit = card.units.iter().find(|row| row.id == unit).unwrap();
    (unit.score.unwrap(), unit.rank.unwrap())
}

#[test]
fn what_reaches_a_goal_does_when_it_is_put_into_the_document() {
    let (reached, exact) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    for_studies(studies() / 5, |document, random| {
        let study = open(&document);
        let card = study.score(&ScoreRequest::default()).unwrap();
        let ranked: Vec<_> = card.units.iter().filter(|unit| unit.rank.is_some()).collect();
        if ranked.is_empty() {
            return;
        }
        let unit = *random.pick(&ranked);
        let goal = if random.once_in(2) {
            Goal::Rank(1 + random.below(u64::from(unit.rank.unwrap())) as u32)
        } else {
            Goal::Score(unit.score.unwrap() + random.unit() * (card.scale.upper - unit.score.unwrap()) / 2.0)
        };
        let reach = study.reach(&unit.id, &request(goal)).unwrap();
        let (score, rank) = tried(&document, &unit.id, &reach);
        if reach.reached {
            assert_eq!(reach.then.unwrap().score, Some(score));
            match goal {
                Goal::Rank(goal) => assert!(rank <= goal, "{rank} is not {goal}: {reach:?}"),
                Goal::Score(goal) => {
                    assert!(
                        score >= goal - 1e-11 * (card.scale.upper - card.scale.lower),
                        "{score} is not {goal}: {reach:?}"
                    );
                }
            }
            reached.set(reached.get() + u64::from(!reach.steps.is_empty()));
            exact.set(exact.get() + u64::from(reach.solved == "exact" && !reach.steps.is_empty()));
        } else {
            assert!(reach.steps.is_empty());
        }
    });
    let text = format!("{} reached of {} studies, {} of them exactly", reached.get(), studies() / 5, exact.get());
    assert!(reached.get() > 60 && exact.get() > 15, "{text}");
    report("reach", &text);
}

/// One value of an indicator that a brute force tries: where, what it costs and what it gains.
fn grid(kind: &str, from: f64, weight: f64) -> Vec<(f64, f64)> {
    let place = |x: f64| match kind {
        "log" => 100.0 * (1.0 + x).ln() / 101.0_f64.ln(),
        "lower" => 100.0 - x,
        _ => x,
    };
    let points: Vec<f64> = if kind == "rubric" {
        vec![0.0, 25.0, 50.0, 75.0, 100.0]
    } else {
        (0..=50).map(|point| f64::from(point) * 2.0).collect()
    };
    let all = points.into_iter().chain([from]);
    all.map(|x| ((x - from).abs() / 100.0, weight * (place(x) - place(from)))).collect()
}

#[test]
fn brute_force_on_small_studies_finds_nothing_cheaper() {
    let mut compared = 0;
    for seed in 0..300 {
        let random = &mut Random::new(seed);
        let kinds: Vec<&str> = (0..3).map(|_| *random.pick(&["line", "lower", "log", "rubric"])).collect();
        let weights: Vec<f64> = (0..3).map(|_| 0.2 + random.unit()).collect();
        let total: f64 = weights.iter().sum();
        let mut rows = rows(random, 4, 3);
        for (number, _) in kinds.iter().enumerate().filter(|(_, kind)| **kind == "rubric") {
            for row in &mut rows {
                row[number] = (row[number] / 25.0).floor() * 25.0;
            }
        }
        let mut document = flat(&weights, &rows);
        for (number, kind) in kinds.iter().enumerate() {
            match *kind {
                "lower" => document["framework"]["indicators"][number]["direction"] = json!("lower-is-better"),
                "log" => document["method"]["nodes"][number]["normalisation"] = json!("log-saturation"),
                "rubric" => {
                    let levels = (0..5).map(|level| json!({ "level": 25 * level, "description": "x" }));
                    document["framework"]["indicators"][number]["rubric"] = levels.collect();
                }
                _ => {}
            }
        }
        let study = open(&document);
        let card = study.score(&ScoreRequest::default()).unwrap();
        let own = card.units.iter().find(|unit| unit.id == "u0").unwrap().score.unwrap();
        let goal = own + random.unit() * (100.0 - own);
        let reach = study.reach("u0", &request(Goal::Score(goal))).unwrap();
        assert_eq!((reach.solved, reach.others), ("exact", "stay"), "seed {seed}");
        let grids: Vec<_> =
            (0..3).map(|number| grid(kinds[number], rows[0][number], weights[number] / total)).collect();
        let mut cheapest = f64::INFINITY;
        for a in &grids[0] {
            for b in &grids[1] {
                for c in &grids[2] {
                    if a.1 + b.1 + c.1 >= goal - own {
                        cheapest = cheapest.min(a.0 + b.0 + c.0);
                    }
                }
            }
        }
        match reach.cost {
            Some(cost) => {
                assert!(cost <= cheapest + 1e-9, "seed {seed}, {kinds:?}: {cost} is dearer than {cheapest}: {reach:?}");
                // A grid of steps of 2 misses the least by no more than a step of each.
                assert!(cheapest <= cost + 0.06 || kinds.contains(&"rubric"), "seed {seed}: {cost}, {cheapest}");
                compared += 1;
            }
            None => assert!(cheapest.is_infinite(), "seed {seed}: {cheapest} reaches it, {reach:?}"),
        }
    }
    assert!(compared > 200, "{compared}");
}

#[test]
fn what_cannot_be_reached_says_how_far_it_gets() {
    let study = open(&flat(&[1.0, 1.0], &[vec![10.0, 10.0], vec![90.0, 90.0]]));
    let lever = |id: &str, upper: f64| Lever { id: id.into(), upper: Some(upper), ..Lever::default() };
    let levers = Some(vec![lever("i0", 50.0), lever("i1", 100.0)]);
    let reach = study.reach("u0", &ReachRequest { levers: levers.clone(), ..request(Goal::Rank(1)) }).unwrap();
    assert_eq!((reach.reached, reach.solved, reach.best.score, reach.best.rank), (false, "exact", Some(75.0), Some(2)));
    let reach = study.reach("u0", &ReachRequest { levers, ..request(Goal::Score(70.0)) }).unwrap();
    assert!(reach.reached && (reach.cost.unwrap() - 1.2).abs() < 1e-9, "{reach:?}");
}

#[test]
fn dearer_indicators_are_spared_and_rubrics_take_whole_levels() {
    let mut document = flat(&[1.0, 1.0], &[vec![0.0, 0.0], vec![60.0, 60.0]]);
    document["framework"]["indicators"][1]["rubric"] = json!([{ "level": 0, "description": "x" }, { "level": 50, "description": "x" }, { "level": 100, "description": "x" }]);
    document["dataset"]["indicators"][1]["values"] = json!([0, 50]);
    let lever = |id: &str, cost: f64| Lever { id: id.into(), cost: Some(cost), ..Lever::default() };
    let dear = |first, second| {
        let levers = Some(vec![lever("i0", first), lever("i1", second)]);
        open(&document).reach("u0", &ReachRequest { levers, ..request(Goal::Rank(1)) }).unwrap()
    };
    let to = |reach: &Reach| reach.steps.iter().map(|step| (step.indicator.clone(), step.to)).collect::<Vec<_>>();
    // The two are to come to 110 together.
    assert_eq!(to(&dear(10.0, 1.0)).last().unwrap(), &("i1".to_owned(), 100.0));
    let reach = dear(1.0, 10.0);
    assert_eq!(to(&reach), [("i0".to_owned(), 60.0), ("i1".to_owned(), 50.0)]);
}

#[test]
fn ends_taken_from_the_units_present_move_the_others_and_it_is_said() {
    let mut document = flat(&[1.0, 1.0], &[vec![10.0, 40.0], vec![90.0, 60.0], vec![50.0, 0.0]]);
    document["method"]["defaults"] = json!({ "normalisation": "min-max" });
    let reach = open(&document).reach("u0", &request(Goal::Rank(1))).unwrap();
    assert_eq!((reach.reached, reach.others, reach.solved), (true, "move", "search"));
    assert_eq!(tried(&document, "u0", &reach).1, 1);
}

#[test]
fn brute_force_finds_nothing_cheaper_whatever_joins_the_indicators() {
    let (mut compared, mut exact) = (0, 0);
    for (which, aggregation) in decisions::aggregations().iter().enumerate() {
        // Where units are compared, a candidate is no unit beside others.
        if ["mazziotta-pareto", "borda", "copeland", "wroclaw", "benefit-of-the-doubt"]
            .contains(&decisions::name(aggregation))
        {
            continue;
        }
        for seed in 0..studies() / 250 {
            let random = &mut Random::new(seed ^ (which as u64) << 20);
            let weights: Vec<f64> = (0..3).map(|_| 0.2 + random.unit()).collect();
            let rubrics: Vec<bool> = (0..3).map(|_| seed % 3 == 0 || random.once_in(3)).collect();
            let ids: Vec<String> = (0..3).map(|number| format!("i{number}")).collect();
            let of = |rows: &[Vec<f64>]| {
                let mut document = flat(&weights, rows);
                document["method"]["defaults"] = json!({ "aggregation": library::aggregation(which as u64, &ids) });
                for (number, _) in rubrics.iter().enumerate().filter(|(_, rubric)| **rubric) {
                    let levels = (0..=10).map(|level| json!({ "level": 10 * level, "description": "x" }));
                    document["framework"]["indicators"][number]["rubric"] = levels.collect();
                }
                open(&document)
            };
            let own: Vec<f64> = (0..3).map(|_| (random.below(9) * 10) as f64).collect();
            // Every candidate is a unit of its own: the engine scores them all at once.
            let mut candidates = vec![own.clone()];
            for a in 0..=10 {
                for b in 0..=10 {
                    candidates
                        .extend((0..=10).map(|c| vec![10.0 * f64::from(a), 10.0 * f64::from(b), 10.0 * f64::from(c)]));
                }
            }
            let card = of(&candidates).score(&ScoreRequest::default()).unwrap();
            let score = |at: usize| card.units.iter().find(|unit| unit.id == format!("u{at}")).unwrap().score.unwrap();
            let goal = score(0) + random.unit() * (100.0 - score(0)) * 0.8;
            let cost =
                |values: &[f64]| values.iter().zip(&own).map(|(to, from)| (to - from).abs() / 100.0).sum::<f64>();
            let mut cheapest = f64::INFINITY;
            for unit in &card.units {
                if unit.score.unwrap() >= goal {
                    cheapest = cheapest.min(cost(&candidates[unit.id[1..].parse::<usize>().unwrap()]));
                }
            }
            let reach = of(&[own.clone(), vec![0.0; 3]]).reach("u0", &request(Goal::Score(goal))).unwrap();
            let found = reach.cost.unwrap_or(f64::INFINITY);
            assert!(
                found <= cheapest + 1e-9,
                "{aggregation}, seed {seed}, {rubrics:?}: {found} is dearer than {cheapest}: {own:?} to {goal}, {reach:?}"
            );
            if reach.solved == "exact" && rubrics == [true, true, true] {
                assert!(
                    found.is_infinite() && cheapest.is_infinite() || (found - cheapest).abs() < 1e-9,
                    "{aggregation}, seed {seed}: {found}, {cheapest}"
                );
                exact += 1;
            }
            compared += 1;
        }
    }
    assert!(compared > 90 && exact > 20, "{compared}, {exact}");
    report("brute-force", &format!("nothing cheaper in {compared} small studies, {exact} of them solved exactly"));
}
