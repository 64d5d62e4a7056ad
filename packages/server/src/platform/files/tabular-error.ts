/** A file can't be read as a table. The message is a Chinese sentence, ready to be shown, and names the place. */
export class TableUnreadable extends Error {
  override readonly name = "TableUnreadable";
  /** where in the file: a row, a byte, a part of the workbook; "" if it is the file as a whole */
  readonly place: string;

  constructor(reason: string, place = "", options?: ErrorOptions) {
    super(place === "" ? reason : `${place}：${reason}`, options);
    this.place = place;
  }
}
