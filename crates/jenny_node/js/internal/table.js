//! Draws the boxes of `console.table`.
'use strict';

const { stringWidth } = require('internal/inspect/layout');

function row(cells, widths) {
  let line = '│';
  for (let i = 0; i < cells.length; i++) {
    line += ` ${cells[i]}${' '.repeat(widths[i] - stringWidth(cells[i]) - 1)}│`;
  }
  return line;
}

/** `head` names the columns; `columns[i]` holds the cells of column i as text (holes are empty cells). */
function table(head, columns) {
  const height = columns.reduce((most, column) => Math.max(most, column.length), 0);
  const widths = head.map((name, i) => {
    let width = stringWidth(name);
    for (const cell of columns[i]) if (cell !== undefined) width = Math.max(width, stringWidth(cell));
    return width + 2;
  });
  const bars = widths.map((width) => '─'.repeat(width));
  const lines = [`┌${bars.join('┬')}┐`, row(head, widths), `├${bars.join('┼')}┤`];
  for (let y = 0; y < height; y++) {
    lines.push(row(columns.map((column) => column[y] ?? ''), widths));
  }
  lines.push(`└${bars.join('┴')}┘`);
  return lines.join('\n');
}

module.exports = table;
