/** The reader's own studies, kept in the browser under names. */

/** Texts of the list of studies. */
export const mine = {
  title: "My studies",
  lead: "Kept in this browser, on this machine only. To have a study elsewhere, save it as a file.",
  name: "Name",
  keepAs: "Keep this study under a name",
  keep: "Keep",
  update: (title: string) => `Keep the changes in \u201c${title}\u201d`,
  noName: "Write a name to find it by.",
  kept: (title: string) => `\u201c${title}\u201d is kept.`,
  notKept: "It could not be kept. Save it as a file instead.",
  absent: "This browser keeps nothing for pages, as some private windows do. Save the study as a file instead.",
  saveFile: "Save as a file",
  list: "Kept studies",
  none: "None yet.",
  when: (when: string) => `kept at ${when}`,
  shown: "shown now",
  open: "Open",
  rename: "Rename",
  remove: "Delete",
  newName: (title: string) => `New name of ${title}`,
  act: (act: string, title: string) => `${act} ${title}`,
  renameGo: "Rename",
  removed: (title: string) => `\u201c${title}\u201d is deleted.`,
  putBack: "Put it back",
  damaged: (title: string) =>
    `\u201c${title}\u201d cannot be opened as a study. It is still kept; save it as a file to mend it.`,
} as const;
