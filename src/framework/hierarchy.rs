//! The tree laid flat: parents before children, siblings in the order of their ids.

use super::{Dimension, Framework, NodeId};
use crate::document::order::{self, Index};
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

/// A node before it is laid out: its parent's id, empty for the root, its own, and what it is.
type Entry<'a> = (&'a str, &'a NodeId, NodeKind);

impl Hierarchy {
    /// Lays out a framework whose tree was checked and whose lists are sorted by id.
    pub(crate) fn new(framework: &Framework) -> Self {
        let mut entries: Vec<Entry<'_>> = Vec::with_capacity(framework.dimensions.len() + framework.indicators.len());
        for (index, dimension) in framework.dimensions.iter().enumerate() {
            let parent = dimension.parent.as_ref().map(NodeId::as_str).unwrap_or_default();
            entries.push((parent, &dimension.id, NodeKind::Dimension(index)));
        }
        for (index, indicator) in framework.indicators.iter().enumerate() {
            entries.push((indicator.parent.as_str(), &indicator.id, NodeKind::Indicator(index)));
        }
        order::sort_by_key(&mut entries, |(parent, id, _)| ([*parent, id.as_str(), "", ""], [0, 0]));
        let mut hierarchy = Self::default();
        // No id is empty, so the root alone has an empty parent, and comes first.
        if let Some((_, id, kind)) = entries.first() {
            hierarchy.place(id, *kind, None, &entries);
        }
        hierarchy
    }

    fn place(&mut self, id: &NodeId, kind: NodeKind, parent: Option<usize>, entries: &[Entry<'_>]) -> usize {
        let position = self.nodes.len();
        self.nodes.push(Node { id: id.clone(), kind, parent, children: Vec::new() });
        let from = entries.partition_point(|(parent, _, _)| *parent < id.as_str());
        let to = entries.partition_point(|(parent, _, _)| *parent <= id.as_str());
        let below = entries.get(from..to).unwrap_or_default();
        let placed: Vec<_> = below.iter().map(|(_, id, kind)| self.place(id, *kind, Some(position), entries)).collect();
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
    let positions = Index::of_ids(framework.dimensions.iter().map(|dimension| dimension.id.as_str()));
    let parent_of = |dimension: &Dimension| positions.position(order::id(dimension.parent.as_ref()?.as_str()));
    let parents: Vec<Option<usize>> = framework.dimensions.iter().map(parent_of).collect();
    let in_dimensions = path.then("dimensions");
    let mut root: Option<&NodeId> = None;
    let named_parents = framework.dimensions.iter().filter_map(|dimension| dimension.parent.as_ref());
    let named_parents = named_parents.chain(framework.indicators.iter().map(|indicator| &indicator.parent));
    let with_children = Index::of_ids(named_parents.map(NodeId::as_str));
    let mut named_in_a_cycle: Vec<usize> = Vec::new();

    for (index, dimension) in framework.dimensions.iter().enumerate() {
        let place = in_dimensions.then(index);
        match (&dimension.parent, root) {
            (Some(parent), _) => {
                check_parent(parent, &dimension.id, &positions, &place, problems);
            }
            (None, None) => root = Some(&dimension.id),
            (None, Some(root)) => {
                problems
                    .push(Problem::new(Code::RootDuplicate, place.clone()).arg("id", &dimension.id).arg("root", root));
            }
        }
        let above = ancestors(index, &parents);
        if above.last() == Some(&index) {
            if !named_in_a_cycle.contains(&index) {
                named_in_a_cycle.extend(above.iter().copied());
                let cycle = std::iter::once(&index).chain(&above).filter_map(|place| framework.dimensions.get(*place));
                let cycle: Vec<_> = cycle.map(|dimension| dimension.id.as_str()).collect();
                let problem = Problem::new(Code::TreeCycle, place.with("parent"));
                problems.push(problem.arg("id", &dimension.id).arg("cycle", cycle.join(" → ")));
            }
        } else if above.len() < parents.len() && above.len() + 2 > limits::TREE_LEVELS {
            let problem = Problem::new(Code::TooLarge, place);
            problems
                .push(problem.arg("what", "levels").arg("found", above.len() + 2).arg("limit", limits::TREE_LEVELS));
        }
    }
    for (index, indicator) in framework.indicators.iter().enumerate() {
        let place = path.then("indicators").with(index);
        check_parent(&indicator.parent, &indicator.id, &positions, &place, problems);
    }
    for (index, dimension) in framework.dimensions.iter().enumerate() {
        if with_children.position(order::id(dimension.id.as_str())).is_none() {
            let place = in_dimensions.then(index);
            problems.push(Problem::new(Code::DimensionEmpty, place).arg("id", &dimension.id));
        }
    }
    if root.is_none() {
        problems.push(Problem::new(Code::RootMissing, in_dimensions));
    }
}

fn check_parent(parent: &NodeId, id: &NodeId, positions: &Index<'_>, place: &Path, problems: &mut Vec<Problem>) {
    // An empty parent is one that could not be read: that fault is recorded already.
    if positions.position(order::id(parent.as_str())).is_none() && !parent.as_str().is_empty() {
        let problem = Problem::new(Code::ParentUnknown, place.then("parent"));
        problems.push(problem.arg("parent", parent).arg("id", id));
    }
}

/// The positions of the dimensions above one, nearest first, ending with itself when it is its own ancestor. As many as there are
/// dimensions when they lead into a cycle that it is not part of.
fn ancestors(index: usize, parents: &[Option<usize>]) -> Vec<usize> {
    let mut above = Vec::new();
    let mut current = index;
    while above.len() < parents.len()
        && let Some(Some(parent)) = parents.get(current)
    {
        above.push(*parent);
        if *parent == index {
            break;
        }
        current = *parent;
    }
    above
}
