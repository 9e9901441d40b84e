/** The package has no types of its own; this is what we use of it. */
declare module 'svg-to-pdfkit' {
  interface Options {
    width?: number;
    height?: number;
    assumePt?: boolean;
    preserveAspectRatio?: string;
    /** The name of a registered font. */
    fontCallback?: (family: string, isBold: boolean, isItalic: boolean) => string;
    /** Called for each thing it cannot draw. */
    warningCallback?: (warning: string) => void;
  }
  function svgToPdf(document: PDFKit.PDFDocument, svg: string, x: number, y: number, options?: Options): void;
  export = svgToPdf;
}
