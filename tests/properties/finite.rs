//! Nothing that is not a number comes out.

use comity::explanation::{Evidence, RawValue, Stage, TraceNode, UsedNormalisation};
use comity::numeric::Scale;
use comity::study::{
    Coverage, Figure, NodeWeight, Outline, OutlineNode, OutlineUnit, Part, RankedBy, TagValue, UnitScore,
};
use comity::{Argument, Problem, Scorecard, Study, Trace};

use crate::{for_studies, open, scorecards, traces};

/// Every number of an output by its name. Everything is taken apart whole, so that a new field must be dealt with here.
#[derive(Default)]
struct Numbers(Vec<(String, f64)>);

impl Numbers {
    fn add(&mut self, name: &str, number: impl Into<Option<f64>>) {
        self.0.extend(number.into().map(|number| (name.to_owned(), number)));
    }

    fn scale(&mut self, name: &str, scale: Option<Scale>) {
        let Some(Scale { lower, upper }) = scale else { return };
        self.add(name, lower);
        self.add(name, upper);
    }

    fn coverage(&mut self, coverage: Coverage) {
        let Coverage { observed: _, expected: _, share, minimum } = coverage;
        self.add("coverage.share", share);
        self.add("coverage.minimum", minimum);
    }

    fn ranking(&mut self, ranking: RankedBy) {
        let RankedBy { method: _, kind: _, measure: _, higher_is_better: _, bounds, live: _ } = ranking;
        self.scale("bounds", bounds);
    }

    fn stage(&mut self, place: &str, stage: Option<&Stage>) {
        let Some(Stage { method, by: _, divisor, value }) = stage else { return };
        self.add(&format!("{method} of {place}"), *value);
        self.add(&format!("divisor of {place}"), *divisor);
    }

    fn notes(&mut self, notes: &[Problem]) {
        for note in notes {
            for (name, value) in note.args() {
                match value {
                    Argument::Number(number) => self.add(&format!("{} {name}", note.code().name()), *number),
                    Argument::Text(text) => {
                        assert!(!["NaN", "inf", "-inf", "-0"].contains(&text.as_str()), "{note}");
                    }
                }
            }
            assert!(!note.message().contains('{'), "{note}");
        }
    }

    fn node(&mut self, node: &NodeWeight) {
        let NodeWeight { id, parent: _, kind: _, weight, share, effective_weight } = node;
        self.add(&format!("weight of {id}"), *weight);
        self.add(&format!("share of {id}"), *share);
        self.add(&format!("effective weight of {id}"), *effective_weight);
    }

    fn scorecard(&mut self, card: &Scorecard) {
        let Scorecard { engine: _, schema: _, hash: _, period: _, scale, ranking, coverage, nodes, units, notes } =
            card;
        self.scale("scale", Some(*scale));
        self.ranking(*ranking);
        self.coverage(*coverage);
        self.notes(notes);
        for node in nodes {
            self.node(node);
        }
        for unit in units {
            let UnitScore {
                id,
                name: _,
                score,
                rank: _,
                tied_with: _,
                outranks: _,
                figures,
                coverage,
                possible,
                parts,
                tags,
                notes,
            } = unit;
            self.add(&format!("score of {id}"), *score);
            self.coverage(*coverage);
            self.scale(&format!("possible of {id}"), *possible);
            self.notes(notes);
            for Figure { name, value } in figures {
                self.add(&format!("{name} of {id}"), *value);
            }
            for TagValue { tag, value } in tags {
                self.add(&format!("{tag:?} of {id}"), *value);
            }
            for Part { id: node, value, contribution, shown } in parts {
                self.add(&format!("value of {id}, {node}"), *value);
                self.add(&format!("contribution of {id}, {node}"), *contribution);
                self.add(&format!("shown of {id}, {node}"), *shown);
            }
        }
    }

    fn trace(&mut self, trace: &Trace) {
        let Trace {
            unit,
            name: _,
            period: _,
            scale,
            ranking,
            score,
            rank: _,
            ranked: _,
            tied_with: _,
            coverage,
            possible,
            nodes,
            notes,
        } = trace;
        self.scale("scale", Some(*scale));
        self.ranking(*ranking);
        self.add(&format!("score of {unit}"), *score);
        self.coverage(*coverage);
        self.scale("possible", *possible);
        self.notes(notes);
        for traced in nodes {
            let TraceNode {
                node,
                name: _,
                applied_share,
                applied_weight,
                value,
                contribution,
                shown,
                attribution,
                baseline,
                aggregation: _,
                missing: _,
                evidence,
            } = traced;
            self.node(node);
            for (name, number) in [
                ("applied share", applied_share),
                ("applied weight", applied_weight),
                ("value", value),
                ("contribution", contribution),
                ("shown", shown),
                ("attribution", attribution),
                ("baseline", baseline),
            ] {
                self.add(&format!("{name} of {unit}, {}", node.id), *number);
            }
            if let Some(evidence) = evidence {
                self.evidence(&format!("{unit}, {}", node.id), evidence);
            }
        }
    }

    fn evidence(&mut self, place: &str, evidence: &Evidence) {
        let Evidence {
            unit_of_measure: _,
            direction: _,
            tag: _,
            contested: _,
            raw,
            raters: _,
            members: _,
            gap,
            combination: _,
            combined,
            imputed,
            denominated,
            treated,
            age: _,
            normalisation: UsedNormalisation { method: _, lower, upper, offset },
            basis: _,
            clamped: _,
            level: _,
        } = evidence;
        self.add(&format!("combined of {place}"), *combined);
        for stage in [imputed, denominated, treated] {
            self.stage(place, stage.as_ref());
        }
        self.add(&format!("gap of {place}"), *gap);
        for end in [lower, upper, offset] {
            self.add(&format!("end of {place}"), *end);
        }
        for RawValue { period: _, of: _, rater: _, confidence, value, source: _, note: _, range, sd } in raw {
            self.add(&format!("confidence of {place}"), *confidence);
            self.add(&format!("raw of {place}"), *value);
            self.add(&format!("sd of {place}"), *sd);
            if let Some((lower, upper)) = range {
                self.add(&format!("range of {place}"), *lower);
                self.add(&format!("range of {place}"), *upper);
            }
        }
    }

    fn outline(&mut self, outline: &Outline) {
        let Outline { units, nodes, periods: _, period: _ } = outline;
        for OutlineUnit { id: _, name: _ } in units {}
        for OutlineNode { id, name: _, parent: _, kind: _, weight } in nodes {
            self.add(&format!("weight of {id}"), *weight);
        }
    }
}

/// Every number of every output of a study is finite, and zero has no sign.
pub(crate) fn assert_finite(study: &Study) {
    let mut numbers = Numbers::default();
    numbers.outline(&study.outline());
    for card in scorecards(study) {
        numbers.scorecard(&card);
        for trace in traces(study, card.period) {
            numbers.trace(&trace);
        }
    }
    for (name, number) in &numbers.0 {
        assert!(number.is_finite(), "{name} is {number}");
        assert!(*number != 0.0 || number.is_sign_positive(), "{name} is -0");
    }
}

#[test]
fn no_number_of_any_output_is_other_than_finite_and_no_zero_has_a_sign() {
    for_studies(250, |document, _| assert_finite(&open(&document)));
}
