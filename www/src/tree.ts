/** The framework's tree in the order in which its author listed it: the order of every list and bar on the page. */

import type { Framework } from "comity";

/** A node of the tree as the page shows it. */
export interface Branch {
  id: string;
  name: string;
  kind: "dimension" | "indicator";
  description: string | undefined;
  /** Which of the page's hues it has: that of its ancestor just below the root. */
  hue: number;
  children: Branch[];
}

/** Hues that the stylesheet knows; further dimensions start again from the first. */
const HUES = 8;

/** The whole tree from its root. */
export function tree(framework: Framework): Branch {
  const below = (parent: string, hue: number | null): Branch[] => {
    const dimensions = framework.dimensions.filter((node) => node.parent === parent);
    const indicators = framework.indicators.filter((node) => node.parent === parent);
    return [...dimensions, ...indicators].map((node, position) => {
      const own = hue ?? position % HUES;
      const kind = "unitOfMeasure" in node ? "indicator" : "dimension";
      const children = kind === "dimension" ? below(node.id, own) : [];
      return { id: node.id, name: node.name, kind, description: node.description, hue: own, children };
    });
  };
  const root = framework.dimensions.find((node) => node.parent === undefined);
  if (root === undefined) throw new Error("a study that was opened has a root");
  return { ...root, description: root.description, kind: "dimension", hue: 0, children: below(root.id, null) };
}

/** All nodes below `branch`, parents before children. */
export function descendants(branch: Branch): Branch[] {
  return branch.children.flatMap((child) => [child, ...descendants(child)]);
}
