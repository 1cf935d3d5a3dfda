"""The words of the report in Spanish."""

from __future__ import annotations

from collections.abc import Mapping

SPANISH: Mapping[str, str] = {
    # the document in short
    "what": "Informe de lectura", "many": "Informe de lectura de varios documentos", "quarter_1": "primer trimestre",
    "quarter_2": "segundo trimestre", "quarter_3": "tercer trimestre", "quarter_4": "cuarto trimestre",
    "period": "{quarter} de {year}",
    "lead": "Un programa leyó este informe de avance y cotejó sus cifras entre sí: metas, logros y porcentajes "
            "tienen que salir unos de otros. Aquí está qué se leyó, cuánto se puede confiar en ello y qué no cuadra."
            " Lo impreso no se corrige: cada cifra se publica como está impresa, y lo que dicen las cuentas va "
            "al lado.",
    "lead_fine": "De las {total} de sus tablas, {good} ({share} %) concuerdan con todo lo que se puede comprobar.",
    "lead_issuer": "Una contradice a su propio renglón y está impresa así: el error es de quien emitió el "
                   "informe.|Otras {n} contradicen a su propio renglón y están impresas así: el error es de quien "
                   "emitió el informe.",
    "lead_likely": "Otra contradice a su propio renglón y lo más probable es que así esté impresa: el error sería de"
                   " quien emitió el informe.|Otras {n} contradicen a su propio renglón y lo más probable es que así"
                   " estén impresas: el error sería de quien emitió el informe.",
    "lead_doubt": "De una no se sabe si el error es del papel o de la lectura.|De {n} no se sabe si el error es del "
                  "papel o de la lectura.",
    "lead_open": "Una no se puede dar por buena: se contradice con otras y no se sabe cuál está mal.|{n} no se "
                 "pueden dar por buenas: se contradicen con otras y no se sabe cuáles están mal.",
    "lead_text": "Aparte, una cifra que repite la justificación no es la de la tabla.|Aparte, {n} cifras que repiten"
                 " las justificaciones no son las de la tabla.",
    "lead_none": "Ninguna cifra contradice a otra.", "lead_empty": "No se publicó ninguna cifra de este documento.",
    "rows_n": "indicador|indicadores", "figures": "cifra|cifras", "figures_n": "{n} cifra|{n} cifras",
    "fine_n": "concuerda|concuerdan", "issuer_n": "no cuadra|no cuadran", "doubt_n": "por aclarar|por aclarar",
    "contents": "Contenido",
    # what was read
    "read": "Qué se leyó", "file": "Archivo", "kind": "Tipo", "pages": "Páginas", "axis": "Eje",
    "programme": "Programa", "dependency": "Dependencia", "time": "Periodo", "digest": "Huella SHA-256",
    "kind_digital": "PDF digital: lo impreso es texto, y se leyó tal cual",
    "kind_scanned": "Escaneo: las cifras se reconocieron de la imagen",
    "kind_mixed": "En parte digital, en parte escaneo",
    "kind_transcript": "Transcripción hecha por otros; el papel no estaba a la vista",
    "conventions": "Cómo calcula el documento", "rounding": "redondea al más cercano",
    "truncates": "corta los decimales", "rounding_unknown": "no se sabe si redondea o corta",
    "denominator_annual": "el acumulado se mide contra la meta anual",
    "denominator_programmed_to_date": "el acumulado se mide contra lo programado a la fecha",
    "denominator_unknown": "no se sabe contra qué se mide el acumulado", "signers": "Quién firma",
    "no_signers": "No se encontró un bloque de firmas.", "role_prepared": "Elaboró", "role_reviewed": "Revisó",
    "role_authorized": "Autorizó", "role_": "Firma digital", "name": "Nombre", "post": "Cargo", "role": "Función",
    "signature": "Firma", "ink_yes": "hay firma autógrafa", "ink_no": "sin firma autógrafa",
    "unexamined_ink": "no se examinó", "digital_none": "sin firma digital", "digital_intact": "firma digital intacta",
    "digital_trusted": "firma digital intacta y de confianza",
    "digital_untrusted": "firma digital intacta, de un certificado sin raíz de confianza",
    "digital_altered": "firma digital que NO corresponde a lo firmado",
    "digital_partial": "firma digital que no cubre todo", "digital_changed": "documento cambiado después de firmar",
    "digital_malformed": "firma digital mal formada", "digital_removed": "firma digital retirada",
    "digital_unexamined": "firma digital sin examinar", "signed_by": "de {who}", "signed_at": "dice ser del {when}",
    # progress
    "progress": "Cómo va el avance",
    "progress_note": "Son las cifras como están impresas. Los círculos huecos son de cifras que no cuadran o están "
                     "en duda: léanse con reserva.",
    "no_progress": "El documento no informa porcentajes de avance.",
    "strip_unit": "Avance del trimestre por unidad responsable",
    "strip_says": "Cada círculo está en su porcentaje de lo programado; su tamaño y su número dicen cuántos "
                  "indicadores son. Desde la línea, la meta se cumple; a la derecha, cuántos la cumplen.",
    "strip_level": "Avance del trimestre por nivel de la matriz",
    "others_below": "Otra, que va mejor, no se dibuja: está en indicators.csv.|Otras {n}, que van mejor, no se "
                    "dibujan: están en indicators.csv.",
    "met": "{met} de {n}", "target_line": "meta = 100 %", "spread": "Cuántos indicadores llegan, y hasta dónde",
    "spread_says": "Los indicadores por el avance que informan en el trimestre.", "bin_zero": "0 % o menos",
    "bin_under": "hasta {high} %", "bin": "{low} a {high} %", "bin_short": "{low} a menos de 100 %",
    "bin_exact": "100 % justo", "bin_over": "más de {low} %", "quarters": "De un trimestre a otro",
    "quarters_says": "Parte de los indicadores que cumplen la meta del trimestre, por nivel.",
    "quarter_short": "T{n}", "unnamed": "(sin nombre)", "others": "y {n} más", "data": "Los datos de esta gráfica",
    "group": "Grupo", "count": "Indicadores", "met_head": "Cumplen", "lowest": "Menor", "median": "Mediana",
    "highest": "Mayor", "share": "Parte",
    # trust
    "trust": "Qué tan seguro es", "map": "Todas las cifras, página por página",
    "map_says": "Un cuadro por cifra, en orden de lectura.", "page_short": "p. {n}", "status": "Estado",
    "n_figures": "Cifras", "promise": "Qué promete", "status_ok": "concuerda", "status_explained": "explicada",
    "status_repaired": "reparada", "status_proposed": "propuesta", "status_inconsistent": "no cuadra",
    "status_undetermined": "sin determinar", "status_illegible": "ilegible",
    "promise_ok": "Lo publicado es lo impreso, y ninguna cuenta lo contradice.",
    "promise_explained": "A primera vista no cuadra; lo explica el redondeo o una costumbre de todo el documento.",
    "promise_repaired": "Se había leído mal. El papel, visto de nuevo, dice lo que ahora se publica; lo leído se "
                        "conserva.",
    "promise_proposed": "Parece mal leída y hay una propuesta. Se publica lo leído hasta que alguien vea el papel.",
    "promise_inconsistent": "Está impresa así y contradice a su renglón. Se conserva tal cual: es un hecho del "
                            "documento.",
    "promise_undetermined": "Algo no cuadra, o nada la comprueba: no se puede dar por buena.",
    "promise_illegible": "Hay algo impreso que no se pudo leer como cifra. No es un cero ni un blanco.",
    "limits": "Que una cifra concuerde quiere decir que sale de las demás, no que sea verdad: esto coteja el papel, "
              "no la ciudad.",
    # what does not tally
    "issuer": "Lo que no cuadra en el documento",
    "issuer_says": "Está impreso así. A la izquierda, lo que dice el documento; a la derecha, lo que resulta de sus "
                   "propias cifras. Corregirlo le toca a quien lo emitió.",
    "issuer_likely": "Lo más probable es que esté impreso así, aunque de una transcripción no hay papel que lo "
                     "confirme. A la izquierda, lo que dice el documento; a la derecha, lo que resulta de sus "
                     "propias cifras. Corregirlo le toca a quien lo emitió.",
    "issuer_none": "Nada: el documento no se contradice en lo que se pudo comprobar.",
    "doubt": "Lo que está por aclarar",
    "doubt_says": "Aquí no se acusa a nadie: la máquina no sabe si así está impreso o si se leyó mal. Se resuelve "
                  "viendo el original.",
    "doubt_transcript": "De una transcripción no hay papel que volver a mirar; por eso lo que en otro documento se "
                        "resolvería solo, aquí queda como propuesta.",
    "doubt_none": "Nada quedó en duda.", "signature_off": "Lo que pasa con las firmas",
    "kinds": "Errores del emisor, por tipo", "kinds_says": "Cuántas veces aparece cada uno.",
    "no_rule": "Contradice a otra cifra de su renglón", "printed": "impreso", "computed": "calculado",
    "in_text": "en el texto", "in_table": "en la tabla", "read_as": "leído", "proposed": "propuesto",
    "also": "También por aclarar en ese renglón", "no_text": "sin leer",
    "contradicts": "La cifra contradice a las demás de su renglón.",
    "unresolved": "Se contradice con otras del renglón y no se sabe cuál está mal.",
    "unsure": "No se sabe todavía si se leyó como está impresa.", "spot": "p. {page}, renglón {row}",
    "spot_page": "p. {page}", "spot_document": "todo el documento",
    "more": "Y una más, en {file}.|Y {n} más, en {file}.", "crop": "Recorte de la página {page}: {figure}",
    "crop_plain": "Recorte de la página {page}",
    # repairs
    "repairs": "Lo que se reparó",
    "repairs_says": "Solo se repara lo que se leyó mal, nunca lo que está mal impreso, y cada cambio guarda su antes"
                    " y su después.",
    "repairs_none": "No hizo falta reparar nada.", "step": "Qué se hizo", "times": "Veces", "example": "Por ejemplo",
    "by_person": "Lo que decidieron personas", "who": "Quién", "what_decided": "Decisión", "where": "Dónde",
    "figures_repaired": "Una de ellas es de una cifra.|De ellas, {n} son de cifras.",
    "no_figures_repaired": "Ninguna cifra se cambió.",
    "only_proposed": "Además hay una propuesta sin aplicar.|Además hay {n} propuestas sin aplicar.",
    "step_header-vote": "Una palabra del encabezado, por lo que imprimen las demás páginas",
    "step_header-lexicon": "Una palabra del encabezado, por la del formato",
    "step_header-year": "El año de un encabezado, por el de los demás",
    "step_header-quarter": "El trimestre de un encabezado, por el de los demás",
    "step_header-shift": "Rótulos corridos del encabezado, puestos sobre su columna",
    "step_title-vote": "Una línea del título, por lo que imprimen las demás páginas",
    "step_title-lexicon": "La primera palabra de un título", "step_known-reading": "Una mala lectura ya conocida",
    "step_form-word": "Un nivel o una frecuencia, por la palabra del formato",
    "step_document-value": "Una unidad de medida, por la que el documento imprime en otros renglones",
    "step_code-tree": "Una clave, por la única que cabe en su lugar",
    "step_level-tree": "Un nivel, por el que pide la clave",
    "step_boilerplate-vote": "Una frase que se repite, por como se imprime en los demás renglones",
    "step_word-misread": "Una palabra que no existe, por la que sí", "step_figure-misread": "Una cifra mal leída",
    "step_line-break-hyphen": "Una palabra cortada por el fin de línea",
    "step_line-break-number": "Una cifra cortada por el fin de línea",
    "step_unit-word": "Una palabra del nombre de una unidad", "step_unit-kind": "La clase de una unidad",
    "step_unit-vote": "El nombre de una unidad, por el de la mayoría",
    "step_unit-across": "El nombre de una unidad, por el de los demás documentos",
    "step_unit-catalogue": "El nombre de una unidad, por el del catálogo",
    "step_unit-decision": "El nombre de una unidad, por decisión de una persona",
    "step_decided-as-read": "lo leído está bien", "step_decided-value": "dice otra cosa",
    "step_decided-blank": "está en blanco", "step_decided-unreadable": "no se puede leer",
    # where it all comes from
    "more_about": "De dónde sale cada cosa",
    "about_csv": "Todo lo de este informe está en la carpeta de datos, en archivos CSV: indicators.csv (un renglón "
                 "por indicador), measurements.csv (cada cifra con su página y su lugar), findings.csv (todo lo "
                 "encontrado), repairs.csv (cada cambio).",
    "about_review": "Lo que está por aclarar se resuelve con «cuadre review CARPETA», viendo el original; lo "
                    "decidido queda escrito y se respeta cada vez.",
    "about_digest": "Este informe vale para el archivo con esa huella, byte por byte, y para ningún otro.",
    "made_by": "Hecho por Cuadre {version}",
    # the overview
    "documents": "Los documentos", "document": "Documento", "documents_n": "documento|documentos",
    "lead_many": "Se leyeron {n} informes de avance y se cotejaron sus cifras: las de cada renglón entre sí, y las "
                 "de un informe con las de los demás de su año. Lo impreso no se corrige: lo que no cuadra se publica "
                 "como está.",
    "by_document": "Qué tan seguro es cada documento",
    "by_document_says": "Parte de las cifras de cada documento que no cuadra en el papel o está por aclarar.",
    "no_room": "Aquí caben {most} documentos por entero; {n} más están solo en la tabla. Con «-o CARPETA/» cada uno "
               "tiene su página.",
    "back": "Todos los documentos", "no_documents": "El paquete no tiene documentos.",
    "plan_untitled": "Plan sin título",
}
