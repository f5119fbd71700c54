import PDFDocument from 'pdfkit';

/** A typeface as font files (TrueType). */
export interface Fonts {
  readonly regular: Buffer;
  readonly bold: Buffer;
}

export interface Imprint {
  readonly title: string;
  readonly subject: string;
  readonly author: string;
  /** As in `da-DK`. */
  readonly lang: string;
  readonly at: string;
}

export interface Style {
  readonly size: number;
  readonly color: string;
  readonly bold?: boolean;
  readonly spaced?: number;
  readonly lineGap?: number;
}

/** Points. */
export const PAGE = { width: 595.28, height: 841.89, left: 56, right: 56, top: 60, bottom: 68 } as const;
export const LINE_WIDTH = PAGE.width - PAGE.left - PAGE.right;
const FLOOR = PAGE.height - PAGE.bottom;

export type Element = PDFKit.PDFStructureElement;

/**
 * A4 pages that are written from the top: real text with the structure screen readers need, decoration marked as such.
 * No clock and no chance: the same words give the same bytes.
 */
export class Paper {
  readonly doc: PDFKit.PDFDocument;
  readonly letters: Letters;
  private readonly root: Element;

  constructor(imprint: Imprint, fonts: Fonts) {
    const { title, subject, author, lang, at } = imprint;
    this.doc = new PDFDocument({
      size: 'A4',
      margins: PAGE,
      bufferPages: true,
      tagged: true,
      lang,
      displayTitle: true,
      pdfVersion: '1.7',
      subset: 'PDF/A-2b',
      // No initial font: pdfkit would open a face that it knows under two names again at every change of style.
      font: '',
      info: { Title: title, Subject: subject, Author: author, Creator: author, CreationDate: new Date(at) },
    });
    this.doc.registerFont('regular', fonts.regular);
    this.doc.registerFont('bold', fonts.bold);
    this.letters = lettersOf(glyphsOf(this.doc));
    this.root = this.doc.struct('Document');
    this.doc.addStructure(this.root);
  }

  /** Where the next line goes, in points from the top. */
  get y(): number {
    return this.doc.y;
  }

  set y(y: number) {
    this.doc.y = y;
  }

  /** Starts a new page when fewer than `height` points are left on this one. */
  room(height: number): void {
    if (this.doc.y + height > FLOOR) this.doc.addPage();
  }

  height(text: string, style: Style, width: number): number {
    return this.set(style).heightOfString(this.letters.show(text), { width, ...spacing(style) });
  }

  /** A new element of the document structure. */
  element(type: string, within: Element | undefined = undefined): Element {
    const element = this.doc.struct(type);
    (within ?? this.root).add(element);
    return element;
  }

  /** A text as an element of its own; `y` is where it begins. */
  text(type: string, text: string, style: Style, at: { x: number; y: number; width: number }, within?: Element): void {
    const shown = this.letters.show(text);
    const element = this.element(type, within);
    element.add(() => {
      this.set(style).text(shown, at.x, at.y, { width: at.width, ...spacing(style) });
    });
    element.end();
  }

  /** A drawing that screen readers skip. */
  decoration(draw: (doc: PDFKit.PDFDocument) => void, type: 'Layout' | 'Pagination' = 'Layout'): void {
    const { x, y } = this.doc;
    this.doc.markContent('Artifact', { type });
    draw(this.doc);
    this.doc.endMarkedContent();
    this.doc.x = x;
    this.doc.y = y;
  }

  /** A line from `left` to the right margin, to be drawn within a decoration. */
  rule(y: number, width: number, color: string, left: number = PAGE.left): void {
    this.doc
      .moveTo(left, y)
      .lineTo(PAGE.width - PAGE.right, y)
      .lineWidth(width)
      .stroke(color);
  }

  bookmark(title: string): void {
    this.doc.outline.addItem(this.letters.show(title));
  }

  /** Writes the foot of every page; call it last, when the number of pages is known. */
  feet(left: string, right: (page: number, pages: number) => string, style: Style): void {
    const { count } = this.doc.bufferedPageRange();
    for (let page = 0; page < count; page++) {
      this.doc.switchToPage(page);
      // Below the margin pdfkit would start a new page.
      this.doc.page.margins = { ...PAGE, bottom: 0 };
      this.decoration((doc) => {
        const y = FLOOR + 26;
        this.rule(y - 8, 0.5, '#C9CFDD');
        this.set(style).text(this.letters.show(left), PAGE.left, y, { width: LINE_WIDTH * 0.75, lineBreak: false });
        doc.text(right(page + 1, count), PAGE.left, y, { width: LINE_WIDTH, align: 'right', lineBreak: false });
      }, 'Pagination');
    }
  }

  /** Ends the document; resolves with its bytes. */
  async bytes(): Promise<Uint8Array> {
    this.root.end();
    this.doc.end();
    const parts: Uint8Array[] = [];
    for await (const part of this.doc as unknown as AsyncIterable<Uint8Array>) parts.push(part);
    return Buffer.concat(parts);
  }

  private set({ bold, size, color }: Style): PDFKit.PDFDocument {
    return this.doc
      .font(bold ? 'bold' : 'regular')
      .fontSize(size)
      .fillColor(color);
  }
}

function spacing({ spaced, lineGap }: Style): PDFKit.Mixins.TextOptions {
  return { ...(spaced !== undefined && { characterSpacing: spaced }), lineGap: lineGap ?? 2 };
}

/** Which characters both faces have. pdfkit keeps the opened font files in private fields. */
function glyphsOf(doc: PDFKit.PDFDocument): (codePoint: number) => boolean {
  const faces = ['bold', 'regular'].map((name) => {
    const opened: unknown = Reflect.get(Reflect.get(doc.font(name), '_font'), 'font');
    return opened as { hasGlyphForCodePoint(codePoint: number): boolean };
  });
  return (codePoint) => faces.every((face) => face.hasGlyphForCodePoint(codePoint));
}

/** Shows a text with the letters a typeface has. */
interface Letters {
  show(text: string): string;
  /** True once a character had to be replaced. */
  readonly replaced: boolean;
  /** What replaces a character that has no similar letter. */
  readonly sign: string;
}

/** Spaces and hyphens that a typeface may lack, with the plain ones that replace them. */
const ALIKE: Readonly<Record<string, string>> = { '\u202f': '\u00a0', '\u2009': ' ', '\u2011': '-', '\u2010': '-' };

const graphemes = new Intl.Segmenter('da', { granularity: 'grapheme' });

/**
 * A character the typeface lacks would be an empty box, or garble the rest of the line. So it is shown as the most similar
 * letter, else as one sign however many code points it has, and the page says so.
 */
function lettersOf(has: (codePoint: number) => boolean): Letters {
  const sign = has(0x25a1) ? '□' : '?';
  let replaced = false;
  const known = (text: string) => [...text].every((one) => has(one.codePointAt(0) ?? 0));
  const one = (grapheme: string): string => {
    if (known(grapheme)) return grapheme;
    const alike = ALIKE[grapheme];
    if (alike !== undefined) return alike;
    replaced = true;
    const base = grapheme.normalize('NFKD').replace(/\p{M}/gu, '');
    return base !== '' && known(base) ? base : sign;
  };
  return {
    sign,
    get replaced() {
      return replaced;
    },
    show: (text) =>
      known(text) ? text : [...graphemes.segment(text.normalize('NFC'))].map(({ segment }) => one(segment)).join(''),
  };
}
