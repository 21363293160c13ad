//! The tree laid flat: parents before children, siblings in the order of their ids.

use std::collections::BTreeMap;

use super::{Framework, NodeId};
use crate::error::{Code, Path, Problem};
use crate::limits;

/// What a node is, and its position in the framework's sorted list of that kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeKind {
    /// An inner node.
    Dimension(usize),
    /// A leaf.
    Indicator(usize),
}

/// One node of the flat tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Its id.
    pub id: NodeId,
    /// What it is.
    pub kind: NodeKind,
    /// The position of its parent in the flat tree; none for the root.
    pub parent: Option<usize>,
    /// The positions of its children, in the order of their ids.
    pub children: Vec<usize>,
}

/// A framework's tree, flat: the order in which weights are given and parts are reported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hierarchy {
    nodes: Vec<Node>,
}

impl Hierarchy {
    /// Lays out a framework whose tree was checked and whose lists are sorted by id.
    pub(crate) fn new(framework: &Framework) -> Self {
        let mut children: BTreeMap<&NodeId, Vec<(&NodeId, NodeKind)>> = BTreeMap::new();
        let mut root = None;
        for (index, dimension) in framework.dimensions.iter().enumerate() {
            let entry = (&dimension.id, NodeKind::Dimension(index));
            match &dimension.parent {
                Some(parent) => children.entry(parent).or_default().push(entry),
                None => root = Some(entry),
            }
        }
        for (index, indicator) in framework.indicators.iter().enumerate() {
            children.entry(&indicator.parent).or_default().push((&indicator.id, NodeKind::Indicator(index)));
        }
        let mut hierarchy = Self::default();
        if let Some((id, kind)) = root {
            hierarchy.place(id, kind, None, &children);
        }
        hierarchy
    }

    fn place(
        &mut self,
        id: &NodeId,
        kind: NodeKind,
        parent: Option<usize>,
        children: &BTreeMap<&NodeId, Vec<(&NodeId, NodeKind)>>,
    ) -> usize {
        let position = self.nodes.len();
        self.nodes.push(Node { id: id.clone(), kind, parent, children: Vec::new() });
        let mut below = children.get(id).cloned().unwrap_or_default();
        below.sort_by(|a, b| a.0.cmp(b.0));
        let placed: Vec<_> = below.iter().map(|(id, kind)| self.place(id, *kind, Some(position), children)).collect();
        if let Some(node) = self.nodes.get_mut(position) {
            node.children = placed;
        }
        position
    }

    /// The nodes, parents before children.
    #[must_use]
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The position of a node.
    #[must_use]
    pub fn position(&self, id: &str) -> Option<usize> {
        self.nodes.iter().position(|node| node.id.as_str() == id)
    }
}

/// Checks that the dimensions and indicators form one tree.
pub(super) fn check(framework: &Framework, path: &Path, problems: &mut Vec<Problem>) {
    let nodes = framework.dimensions.len() + framework.indicators.len();
    if nodes > limits::NODES {
        let problem = Problem::new(Code::TooLarge, path.clone());
        problems.push(problem.arg("what", "nodes").arg("found", nodes).arg("limit", limits::NODES));
        return;
    }
    let parents: BTreeMap<&NodeId, Option<&NodeId>> =
        framework.dimensions.iter().map(|dimension| (&dimension.id, dimension.parent.as_ref())).collect();
    let in_dimensions = path.clone().with("dimensions");
    let mut root: Option<&NodeId> = None;
    let mut with_children = std::collections::BTreeSet::new();
    let mut named_in_a_cycle = std::collections::BTreeSet::new();

    for (index, dimension) in framework.dimensions.iter().enumerate() {
        let place = in_dimensions.clone().with(index);
        match (&dimension.parent, root) {
            (Some(parent), _) => {
                with_children.insert(parent);
                check_parent(parent, &dimension.id, &parents, &place, problems);
            }
            (None, None) => root = Some(&dimension.id),
            (None, Some(root)) => {
                problems
                    .push(Problem::new(Code::RootDuplicate, place.clone()).arg("id", &dimension.id).arg("root", root));
            }
        }
        let above = ancestors(&dimension.id, &parents);
        if above.last() == Some(&&dimension.id) {
            if !named_in_a_cycle.contains(&dimension.id) {
                named_in_a_cycle.extend(above.iter().copied());
                let cycle: Vec<_> = std::iter::once(&dimension.id).chain(above).map(NodeId::as_str).collect();
                let problem = Problem::new(Code::TreeCycle, place.with("parent"));
                problems.push(problem.arg("id", &dimension.id).arg("cycle", cycle.join(" → ")));
            }
        } else if above.len() + 2 > limits::TREE_LEVELS {
            let problem = Problem::new(Code::TooLarge, place);
            problems
                .push(problem.arg("what", "levels").arg("found", above.len() + 2).arg("limit", limits::TREE_LEVELS));
        }
    }
    for (index, indicator) in framework.indicators.iter().enumerate() {
        with_children.insert(&indicator.parent);
        let place = path.clone().with("indicators").with(index);
        check_parent(&indicator.parent, &indicator.id, &parents, &place, problems);
    }
    for (index, dimension) in framework.dimensions.iter().enumerate() {
        if !with_children.contains(&dimension.id) {
            let place = in_dimensions.clone().with(index);
            problems.push(Problem::new(Code::DimensionEmpty, place).arg("id", &dimension.id));
        }
    }
    if root.is_none() {
        problems.push(Problem::new(Code::RootMissing, in_dimensions));
    }
}

fn check_parent(
    parent: &NodeId,
    id: &NodeId,
    parents: &BTreeMap<&NodeId, Option<&NodeId>>,
    place: &Path,
    problems: &mut Vec<Problem>,
) {
    // An empty parent is one that could not be read: that fault is recorded already.
    if !parents.contains_key(parent) && !parent.as_str().is_empty() {
        let problem = Problem::new(Code::ParentUnknown, place.clone().with("parent"));
        problems.push(problem.arg("parent", parent).arg("id", id));
    }
}

/// The dimensions above one, nearest first, ending with itself when it is its own ancestor.
fn ancestors<'a>(id: &'a NodeId, parents: &BTreeMap<&'a NodeId, Option<&'a NodeId>>) -> Vec<&'a NodeId> {
    let mut above: Vec<&NodeId> = Vec::new();
    let mut current = id;
    while let Some(Some(parent)) = parents.get(current) {
        if above.contains(parent) {
            break;
        }
        above.push(parent);
        if *parent == id {
            break;
        }
        current = parent;
    }
    above
}
