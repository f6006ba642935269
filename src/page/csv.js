/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV: RFC 4180 with LF; a cell is quoted only when it holds a comma, a quote, CR or LF. */

class Csv {
    constructor(file, most = Infinity) {
        checkSize(file, most);
        this.name = file.name;
        this.text = decodeText(file.bytes, file.name);
        this.at = 0;
        this.row = 0; /* of which the first is the header */
        if (!this.text.endsWith("\n")) fail(`${file.name}: the last line does not end.`);
    }

    get where() {
        return `${this.name}, row ${this.row}`;
    }

    get ended() {
        return this.at === this.text.length;
    }

    /* The cells of the next row, as many as are asked for. */
    next(count) {
        this.row++;
        if (this.ended) fail(`${this.where}: the file ends too early.`);
        const cells = [];
        do {
            cells.push(this.text[this.at] === '"' ? this.quoted() : this.plain());
        } while (this.text[this.at++] === ",");
        if (cells.length !== count) fail(`${this.where}: ${cells.length} cells, not ${count}.`);
        return cells;
    }

    /* A cell that stands as it is; leaves `at` on the comma or LF behind it. */
    plain() {
        const start = this.at;
        while (!",\n".includes(this.text[this.at])) this.at++;
        const cell = this.text.slice(start, this.at);
        if (/["\r]/.test(cell)) fail(`${this.where}: a cell should be quoted.`);
        return cell;
    }

    /* A cell between quotes, of which those inside stand twice. */
    quoted() {
        let cell = "";
        let start = this.at + 1;
        let end = this.text.indexOf('"', start);
        while (end >= 0 && this.text[end + 1] === '"') {
            cell += this.text.slice(start, end + 1);
            start = end + 2;
            end = this.text.indexOf('"', start);
        }
        if (end < 0) fail(`${this.where}: a quoted cell does not end.`);
        cell += this.text.slice(start, end);
        this.at = end + 1;
        if (!/[",\r\n]/.test(cell)) fail(`${this.where}: a cell is quoted without need.`);
        if (!/[,\n]/.test(this.text[this.at])) {
            fail(`${this.where}: a cell goes on behind its quote.`);
        }
        return cell;
    }
}
