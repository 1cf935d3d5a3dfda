"""The words of the report in English."""

from __future__ import annotations

from collections.abc import Mapping

ENGLISH: Mapping[str, str] = {
    # the document in short
    "what": "Reading report", "many": "Reading report on several documents", "quarter_1": "first quarter",
    "quarter_2": "second quarter", "quarter_3": "third quarter", "quarter_4": "fourth quarter",
    "period": "{quarter} of {year}",
    "lead": "A program read this progress report and held its figures against each other: targets, results and "
            "percentages must follow from one another. Here is what was read, how far it can be trusted, and what "
            "does not tally. What is printed is not corrected: each figure is published so, with what the "
            "arithmetic says beside it.",
    "lead_fine": "Of the {total} in the tables, {good} ({share} %) agree with everything that can be checked.",
    "lead_issuer": "One contradicts its own row and is printed so: the mistake is the issuer's.|{n} more contradict "
                   "their own row and are printed so: the mistake is the issuer's.",
    "lead_likely": "One more contradicts its own row and most likely is printed so: the mistake would be the "
                   "issuer's.|{n} more contradict their own row and most likely are printed so: the mistakes would "
                   "be the issuer's.",
    "lead_doubt": "Of one it is not known whether the paper or the reading is wrong.|Of {n} it is not known whether "
                  "the paper or the reading is wrong.",
    "lead_open": "One cannot be relied on: it and others contradict each other, and which is wrong is not known.|{n}"
                 " cannot be relied on: they contradict each other, and which are wrong is not known.",
    "lead_text": "Besides, one figure that a justification repeats is not the one in the table.|Besides, {n} figures"
                 " that justifications repeat are not the ones in the table.",
    "lead_none": "No figure contradicts another.", "lead_empty": "No figure of this document was published.",
    "rows_n": "indicator|indicators", "figures": "figure|figures", "figures_n": "{n} figure|{n} figures",
    "fine_n": "agrees|agree", "issuer_n": "does not tally|do not tally", "doubt_n": "to be settled|to be settled",
    "contents": "Contents",
    # what was read
    "read": "What was read", "file": "File", "kind": "Kind", "pages": "Pages", "axis": "Axis",
    "programme": "Programme", "dependency": "Dependency", "time": "Period", "digest": "SHA-256",
    "kind_digital": "Digital PDF: its print is text and was taken as it is",
    "kind_scanned": "Scan: the figures were recognised from the picture",
    "kind_mixed": "Partly digital, partly a scan",
    "kind_transcript": "Transcription made by others; the paper was not in view",
    "conventions": "How the document calculates", "rounding": "rounds to the nearest",
    "truncates": "cuts decimals off", "rounding_unknown": "whether it rounds or cuts is not known",
    "denominator_annual": "the accumulated share is of the annual target",
    "denominator_programmed_to_date": "the accumulated share is of what was programmed to date",
    "denominator_unknown": "what the accumulated share is of is not known", "signers": "Who signs",
    "no_signers": "No signature block was found.", "role_prepared": "Prepared", "role_reviewed": "Reviewed",
    "role_authorized": "Authorised", "role_": "Digital signature", "name": "Name", "post": "Post", "role": "Role",
    "signature": "Signature", "ink_yes": "signed in ink", "ink_no": "not signed in ink",
    "unexamined_ink": "not examined", "digital_none": "no digital signature",
    "digital_intact": "digital signature intact", "digital_trusted": "digital signature intact and trusted",
    "digital_untrusted": "digital signature intact, its certificate leads to no root of trust",
    "digital_altered": "digital signature does NOT belong to what was signed",
    "digital_partial": "digital signature does not cover everything",
    "digital_changed": "document changed after signing", "digital_malformed": "digital signature malformed",
    "digital_removed": "digital signature removed", "digital_unexamined": "digital signature not examined",
    "signed_by": "of {who}", "signed_at": "says it is of {when}",
    # progress
    "progress": "How far it has come",
    "progress_note": "These are the figures as printed. Hollow circles are of figures that do not tally or are in "
                     "doubt: take them with reserve.",
    "no_progress": "The document reports no percentages of progress.",
    "strip_unit": "Progress of the quarter by responsible unit",
    "strip_says": "Each circle stands at its percentage of what was programmed; its size and number say how many "
                  "indicators it is. From the line on the target is met; on the right, how many meet it.",
    "strip_level": "Progress of the quarter by level of the matrix",
    "others_below": "One more, which does better, is not drawn: it is in indicators.csv.|{n} more, which do better, "
                    "are not drawn: they are in indicators.csv.",
    "met": "{met} of {n}", "target_line": "target = 100 %", "spread": "How many indicators get there, and how far",
    "spread_says": "The indicators by the progress that they report for the quarter.", "bin_zero": "0 % or less",
    "bin_under": "up to {high} %", "bin": "{low} to {high} %", "bin_short": "{low} to under 100 %",
    "bin_exact": "exactly 100 %", "bin_over": "over {low} %", "quarters": "From quarter to quarter",
    "quarters_says": "Share of the indicators that meet the target of the quarter, by level.",
    "quarter_short": "Q{n}", "unnamed": "(unnamed)", "others": "and {n} more", "data": "The data of this chart",
    "group": "Group", "count": "Indicators", "met_head": "Met", "lowest": "Lowest", "median": "Median",
    "highest": "Highest", "share": "Share",
    # trust
    "trust": "How sure it is", "map": "All figures, page by page",
    "map_says": "One square a figure, in reading order.", "page_short": "p. {n}", "status": "Status",
    "n_figures": "Figures", "promise": "What it promises", "status_ok": "agrees", "status_explained": "explained",
    "status_repaired": "repaired", "status_proposed": "proposed", "status_inconsistent": "does not tally",
    "status_undetermined": "undetermined", "status_illegible": "illegible",
    "promise_ok": "What is published is what is printed, and no check contradicts it.",
    "promise_explained": "At first sight it does not tally; rounding or a habit of the whole document explains it.",
    "promise_repaired": "It had been misread. The paper, seen again, says what is published now; the reading is "
                        "kept.",
    "promise_proposed": "It seems misread and there is a proposal. The reading is published until somebody sees the "
                        "paper.",
    "promise_inconsistent": "It is printed so and contradicts its row. It is kept: it is a fact of the document.",
    "promise_undetermined": "Something does not tally, or nothing checks it: it cannot be relied on.",
    "promise_illegible": "Something is printed that could not be read as a figure. It is neither a zero nor a blank.",
    "limits": "That a figure agrees means that it follows from the others, not that it is true: this checks the "
              "paper, not the city.",
    # what does not tally
    "issuer": "What does not tally in the document",
    "issuer_says": "It is printed so. On the left what the document says, on the right what follows from its own "
                   "figures. Correcting it is up to who issued it.",
    "issuer_likely": "Most likely it is printed so, though of a transcription there is no paper to confirm it. On "
                     "the left what the document says, on the right what follows from its own figures. Correcting it"
                     " is up to who issued it.",
    "issuer_none": "Nothing: the document does not contradict itself in what could be checked.",
    "doubt": "What is to be settled",
    "doubt_says": "Nobody is accused here: the machine does not know whether it is printed so or was misread. The "
                  "original settles it.",
    "doubt_transcript": "Of a transcription there is no paper to look at again; what would settle itself elsewhere "
                        "stays a proposal here.",
    "doubt_none": "Nothing was left in doubt.", "signature_off": "What is amiss with the signatures",
    "kinds": "Mistakes of the issuer by kind", "kinds_says": "How often each of them comes up.",
    "no_rule": "Contradicts another figure of its row", "printed": "printed", "computed": "computed",
    "in_text": "in the text", "in_table": "in the table", "read_as": "read", "proposed": "proposed",
    "also": "Also to be settled in that row", "no_text": "not read",
    "contradicts": "The figure contradicts the others of its row.",
    "unresolved": "It and others of the row contradict each other; which is wrong is not known.",
    "unsure": "It is not known yet whether it was read as it is printed.", "spot": "p. {page}, row {row}",
    "spot_page": "p. {page}", "spot_document": "the whole document",
    "more": "And one more, in {file}.|And {n} more, in {file}.", "crop": "Cutting from page {page}: {figure}",
    "crop_plain": "Cutting from page {page}",
    # repairs
    "repairs": "What was repaired",
    "repairs_says": "Only what was misread is repaired, never what is misprinted, and each change keeps its before "
                    "and after.",
    "repairs_none": "Nothing had to be repaired.", "step": "What was done", "times": "Times",
    "example": "For example", "by_person": "What persons decided", "who": "Who", "what_decided": "Decision",
    "where": "Where", "figures_repaired": "One of them is of a figure.|{n} of them are of figures.",
    "no_figures_repaired": "No figure was changed.",
    "only_proposed": "There is also one proposal that was not applied.|There are also {n} proposals that were not "
                     "applied.",
    "step_header-vote": "A word of the header, by what the other pages print",
    "step_header-lexicon": "A word of the header, by the form's",
    "step_header-year": "The year of a header, by that of the others",
    "step_header-quarter": "The quarter of a header, by that of the others",
    "step_header-shift": "Labels of the header that had slipped, put over their columns",
    "step_title-vote": "A line of the title, by what the other pages print",
    "step_title-lexicon": "The first word of a title", "step_known-reading": "A misreading known before",
    "step_form-word": "A level or frequency, by the form's word",
    "step_document-value": "A unit of measure, by what the document prints in other rows",
    "step_code-tree": "A code, by the only one that fits its place",
    "step_level-tree": "A level, by what the code asks for",
    "step_boilerplate-vote": "A phrase that comes back, by how the other rows print it",
    "step_word-misread": "A word that does not exist, by the one that does",
    "step_figure-misread": "A misread figure", "step_line-break-hyphen": "A word that a line end cut",
    "step_line-break-number": "A figure that a line end cut", "step_unit-word": "A word of a unit's name",
    "step_unit-kind": "The kind of a unit", "step_unit-vote": "The name of a unit, by that of the majority",
    "step_unit-across": "The name of a unit, by that of the other documents",
    "step_unit-catalogue": "The name of a unit, by the catalogue's",
    "step_unit-decision": "The name of a unit, as a person decided", "step_decided-as-read": "the reading is right",
    "step_decided-value": "it says something else", "step_decided-blank": "it is blank",
    "step_decided-unreadable": "it cannot be read",
    # where it all comes from
    "more_about": "Where each thing comes from",
    "about_csv": "Everything in this report is in the data folder, as CSV: indicators.csv (a row per indicator), "
                 "measurements.csv (each figure with its page and place), findings.csv (all that was found), "
                 "repairs.csv (each change).",
    "about_review": "What is to be settled is settled with «cuadre review FOLDER», with the original in view; what "
                    "is decided is written down and kept every time.",
    "about_digest": "This report holds for the file with that digest, byte by byte, and for no other.",
    "made_by": "Made by Cuadre {version}",
    # the overview
    "documents": "The documents", "document": "Document", "documents_n": "document|documents",
    "lead_many": "{n} progress reports were read and their figures held against each other: those of each row, and "
                 "those of one report against the others of its year. What is printed is not corrected: what does not "
                 "tally is published as it stands.",
    "by_document": "How sure each document is",
    "by_document_says": "Share of the figures of each document that do not tally on paper or are to be settled.",
    "no_room": "{most} documents fit here in full; {n} more are in the table alone. With «-o FOLDER/» each has its "
               "page.",
    "back": "All documents", "no_documents": "The package has no documents.", "plan_untitled": "Untitled plan",
}
