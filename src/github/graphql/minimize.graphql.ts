/** Folds a comment away as outdated. */
export const MINIMIZE_COMMENT_DOCUMENT = `mutation MinimizeComment($id: ID!) {
  minimizeComment(input: { subjectId: $id, classifier: OUTDATED }) { minimizedComment { isMinimized } }
}`;
