/** The matrix of a release for other programs: JSON, CSV (RFC 4180) and one HTML page that needs nothing else. */
import Handlebars from "handlebars";
import type { ReleaseMatrix } from "../domain/policy/release-matrix.ts";
import { csvText } from "./csv.ts";
import { plainText, safeUrl } from "./escape.ts";
import { CHANGE_ORDER, CHANGE_WORDS, cellText } from "./matrix-words.ts";

/** Names and states as they are, so that programs need no words of ours. */
export function matrixJson({ path, release, groups, matrix, differences }: ReleaseMatrix): string {
  return JSON.stringify({
    plan: path, release, groups, tags: matrix.tags, environments: matrix.environments.map(({ id, title, tester, version }) => ({ id, title, tester, version })),
    features: matrix.rows.map(({ feature, columns }) => ({ ...feature, tags: columns.map(({ tag, accepted, cells }) => ({ tag, accepted, environments: cells })) })),
    differences: differences.map(({ from, to, changes }) => ({ from, to, changes: changes.map(({ feature, ...change }) => ({ repository: feature.repository, number: feature.number, ...change })) })),
  }, null, 2);
}

const COLUMNS = ["group", "repository", "number", "title", "tag", "environment", "tester", "state", "passed", "total", "accepted"] as const;

/** One line for each feature, tag and place; a feature that was judged on no tag has one line without them. */
export function matrixCsv({ matrix }: ReleaseMatrix): string {
  const lines = matrix.rows.flatMap(({ feature, columns }) => {
    const about = [feature.group ?? "", feature.repository, String(feature.number), feature.title];
    const cells = columns.flatMap(({ tag, accepted, cells: own }) => own.map((cell, index) => [...about, tag, cell.environment, matrix.environments[index]?.tester ?? "", cell.state, String(cell.passed), String(cell.total), accepted ? "yes" : "no"]));
    return cells.length === 0 ? [[...about, "", "", "", "", "", "", ""]] : cells;
  });
  return csvText([COLUMNS, ...lines]);
}

/** `template` is `templates/matrix.html.hbs`, which escapes every value; `web` is where people open GitHub. */
export function matrixHtml(template: string, { release, groups, matrix, differences }: ReleaseMatrix, web: string): string {
  const titles = new Map(groups.map(({ id, title }) => [id, title]));
  const issue = (repository: string, number: number): string | null => safeUrl(`${web}/${repository}/issues/${number}`);
  let before: string | null | undefined;
  const rows = matrix.rows.map(({ feature, columns }) => {
    const begins = feature.group !== before;
    before = feature.group;
    return {
      group: begins && groups.length > 0 ? plainText(feature.group === null ? "In no group" : titles.get(feature.group) ?? feature.group) : null,
      name: plainText(`${feature.repository}#${feature.number}`), url: issue(feature.repository, feature.number), title: plainText(feature.title),
      cells: columns.flatMap(({ cells }) => cells.map((cell) => ({ state: cell.state, text: cellText(cell) }))),
      accepted: columns.at(-1)?.accepted === true,
    };
  });
  return Handlebars.compile(template, { strict: true })({
    release: plainText(release), rows, empty: rows.length === 0, span: matrix.environments.length, width: matrix.tags.length * matrix.environments.length + 1,
    tags: matrix.tags.map((tag) => plainText(tag)), places: matrix.tags.flatMap(() => matrix.environments.map((place) => ({ title: plainText(place.title), tester: place.tester }))),
    differences: differences.map(({ from, to, changes }) => ({
      from: plainText(from), to: plainText(to), none: changes.length === 0,
      changes: CHANGE_ORDER.flatMap((kind) => changes.filter(({ change }) => change === kind)).map(({ feature, link, environment, change }) => ({ change, words: CHANGE_WORDS[change], name: plainText(`${feature.repository}#${feature.number}`), url: issue(feature.repository, feature.number), link: plainText(link), place: plainText(matrix.environments.find(({ id }) => id === environment)?.title ?? environment) })),
    })),
  });
}
