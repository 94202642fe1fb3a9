/** Bounds that keep one upload from exhausting the machine. Lengths of text are in UTF-16 units, as Excel counts. */
export interface SpreadsheetLimits {
  maxRows: number;
  maxColumns: number;
  maxCellLength: number;
  /** Bytes of one CSV record; longer means a quotation mark that was never closed. */
  maxRecordBytes: number;
  /** Rows with broken quotes that a CSV file may have before the whole file is refused. */
  maxBrokenRows: number;
  maxZipEntries: number;
  /** Bytes of the whole workbook when unpacked. */
  maxUnpackedBytes: number;
  /** Unpacked divided by packed size of one part; only parts larger than `ratioAppliesFromBytes` are judged. */
  maxCompressionRatio: number;
  ratioAppliesFromBytes: number;
  /** Bytes (UTF-8) of the table of shared strings, which is the only part of a workbook held in memory. */
  maxSharedStringBytes: number;
}

/** Rows and cell length: Microsoft, "Excel specifications and limits" (1,048,576 rows; 32,767 characters in a cell). */
export const defaultSpreadsheetLimits: SpreadsheetLimits = {
  maxRows: 1_048_576,
  maxColumns: 1_000,
  maxCellLength: 32_767,
  maxRecordBytes: 512 * 1024,
  maxBrokenRows: 1_000,
  maxZipEntries: 5_000,
  maxUnpackedBytes: 1024 ** 3,
  maxCompressionRatio: 200,
  ratioAppliesFromBytes: 8 * 1024 ** 2,
  maxSharedStringBytes: 256 * 1024 ** 2,
};
