/** What a confirmation says. */
export interface ConfirmOptions {
  heading: string;
  /** What happens, and what is lost, in plain words. */
  body: string;
  /** The verb on the button: "Delete", never "OK". */
  confirm: string;
  danger?: boolean;
}
