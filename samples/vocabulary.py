"""Words of the invented municipality: programmes, units, subjects, people, phrases.

Everything here is made up. `Theme` holds what one report is about; the tuples at the end hold the ways in
which offices say that a target was met, missed or never set.
"""

from __future__ import annotations

from dataclasses import dataclass

MUNICIPALITY = "Encinal del Río"


@dataclass(frozen=True, slots=True)
class Subject:
    """What one activity counts.

    Attributes:
        doing: The activity as a noun, with its preposition: ``Impartición de``.
        things: What is counted, plural, lower case.
        done: Participle that agrees with the things.
        tail: The rest of the objective, or ``""``.
    """

    doing: str
    things: str
    done: str
    tail: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """One programme.

    Attributes:
        number: Axis and programme, as in ``3.2``.
        axis, programme, dependency: Title lines, in capitals, without number.
        end, end_indicator, end_code: Level Fin.
        purpose, purpose_indicator: Level Propósito.
        units: Administrative units, the dependency itself first.
        services: What components deliver, plural, lower case, with their participle.
        subjects: What activities count.
    """

    number: str
    axis: str
    programme: str
    dependency: str
    end: str
    end_indicator: str
    end_code: str
    purpose: str
    purpose_indicator: str
    units: tuple[str, ...]
    services: tuple[tuple[str, str], ...]
    subjects: tuple[Subject, ...]


THEMES = (
    Theme(
        "3.2",
        "ECONOMÍA LOCAL, EMPLEO Y CAMPO PRODUCTIVO",
        "FOMENTO ARTESANAL Y MERCADOS DE BARRIO",
        "DIRECCIÓN GENERAL DE FOMENTO ECONÓMICO",
        "Contribuir al ingreso de los hogares mediante el impulso a pequeños negocios, oficios y cadenas "
        "cortas de abasto, con atención a ejidos y barrios de mayor rezago.",
        "Índice de Dinamismo de la Economía Local",
        "I_DIN_ECO_LOC",
        "Las y los comerciantes, artesanos y productores del municipio consolidan unidades económicas "
        "formales.",
        "Tasa de permanencia de unidades económicas registradas",
        (
            "Dirección General de Fomento Económico",
            "Subdirección de Mercados y Tianguis",
            "Departamento de Ventanilla Única",
            "Coordinación de Artesanías y Oficios",
            "Unidad de Desarrollo Rural",
            "Departamento de Vinculación con Empresas",
        ),
        (
            ("asesorías para la apertura de negocios", "otorgadas"),
            ("apoyos a productores del campo", "entregados"),
            ("espacios de comercialización", "habilitados"),
            ("programas de capacitación en oficios", "operados"),
        ),
        (
            Subject("Impartición de", "talleres de oficios", "impartidos", "en centros de barrio"),
            Subject("Emisión de", "licencias de funcionamiento", "emitidas", "de giros de bajo riesgo"),
            Subject(
                "Entrega de", "paquetes de semilla mejorada",
                "entregados", "a productoras y productores"
            ),
            Subject("Organización de", "ferias de productores", "organizadas"),
            Subject("Visita de", "locales de mercados públicos", "visitados", "para verificar su padrón"),
            Subject("Registro de", "marcas artesanales", "registradas", "ante la autoridad competente"),
            Subject("Rehabilitación de", "bordos de abrevadero", "rehabilitados", "en comunidades ganaderas"),
            Subject("Atención de", "personas buscadoras de empleo", "atendidas", "en la bolsa de trabajo"),
        ),
    ),
    Theme(
        "5.1",
        "SERVICIOS PÚBLICOS Y CIUDAD LIMPIA",
        "ALUMBRADO, LIMPIA Y ÁREAS VERDES",
        "SECRETARÍA DE SERVICIOS PÚBLICOS MUNICIPALES",
        "Contribuir a que los espacios comunes sean limpios, iluminados y arbolados, por medio de "
        "servicios públicos continuos y de un mantenimiento preventivo de la infraestructura urbana.",
        "Índice de Satisfacción con los Servicios Públicos",
        "I_SAT_SER_PUB",
        "La población dispone de servicios de limpia, alumbrado y parques con cobertura suficiente.",
        "Porcentaje de colonias con cobertura completa de servicios",
        (
            "Secretaría de Servicios Públicos Municipales",
            "Dirección de Alumbrado Público",
            "Dirección de Limpia y Recolección",
            "Jefatura de Parques y Jardines",
            "Administración de Panteones",
            "Taller Mecánico Municipal",
        ),
        (
            ("servicios de alumbrado público", "prestados"),
            ("rutas de recolección domiciliaria", "cubiertas"),
            ("áreas verdes", "conservadas"),
            ("unidades del parque vehicular", "mantenidas"),
        ),
        (
            Subject("Sustitución de", "luminarias de vapor de sodio", "sustituidas", "por tecnología led"),
            Subject("Recolección de", "toneladas de residuos sólidos urbanos", "recolectadas"),
            Subject("Poda de", "árboles en vía pública", "podados", "con dictamen previo"),
            Subject("Atención de", "reportes de baches", "atendidos", "recibidos en línea telefónica"),
            Subject(
                "Desazolve de", "metros de alcantarilla pluvial",
                "desazolvados", "antes de la temporada de lluvia"
            ),
            Subject("Mantenimiento de", "juegos infantiles", "reparados", "en parques y plazoletas"),
            Subject("Expedición de", "títulos de perpetuidad", "expedidos"),
            Subject("Revisión mecánica de", "camiones compactadores", "revisados", "conforme a bitácora"),
        ),
    ),
    Theme(
        "1.4",
        "HACIENDA ORDENADA Y TRÁMITES SENCILLOS",
        "RECAUDACIÓN, CATASTRO Y GASTO RESPONSABLE",
        "TESORERÍA MUNICIPAL",
        "Contribuir a la autonomía financiera del municipio a través de una recaudación justa, un padrón "
        "catastral vigente y la publicación oportuna de la cuenta pública.",
        "Índice de Autonomía Financiera Municipal",
        "I_AUT_FIN_MUN",
        "Las personas contribuyentes cumplen sus obligaciones con trámites claros y en plazos cortos.",
        "Porcentaje de cuentas prediales al corriente",
        (
            "Tesorería Municipal",
            "Dirección de Ingresos",
            "Dirección de Catastro",
            "Dirección de Egresos y Contabilidad",
            "Departamento de Ejecución Fiscal",
        ),
        (
            ("servicios catastrales", "proporcionados"),
            ("acciones de cobranza", "ejercidas"),
            ("informes financieros", "publicados"),
        ),
        (
            Subject("Actualización de", "claves catastrales", "actualizadas", "con levantamiento en sitio"),
            Subject("Notificación de", "créditos fiscales", "notificados", "a contribuyentes con adeudo"),
            Subject("Expedición de", "constancias de no adeudo", "expedidas"),
            Subject("Cobro de", "recibos de impuesto predial", "cobrados", "en cajas fijas y móviles"),
            Subject("Publicación de", "estados financieros", "publicados", "en el portal de obligaciones"),
            Subject("Conciliación de", "cuentas bancarias", "conciliadas", "al cierre de cada mes"),
            Subject("Digitalización de", "planos manzaneros", "digitalizados"),
        ),
    ),
    Theme(
        "2.3",
        "FAMILIAS CON SALUD, ESCUELA Y CUIDADO",
        "EDUCACIÓN, BIBLIOTECAS Y PRIMEROS AÑOS",
        "INSTITUTO MUNICIPAL DE EDUCACIÓN Y CUIDADOS",
        "Contribuir a que niñas, niños y personas cuidadoras ejerzan sus derechos, mediante espacios de "
        "lectura, estancias dignas y acompañamiento escolar en localidades rurales.",
        "Índice de Condiciones para el Aprendizaje",
        "I_CON_APR",
        "Niñas, niños y jóvenes concluyen su educación básica con apoyos suficientes.",
        "Tasa de conclusión de educación básica",
        (
            "Instituto Municipal de Educación y Cuidados",
            "Red de Bibliotecas Públicas",
            "Coordinación de Estancias Infantiles",
            "Departamento de Becas y Estímulos",
            "Área de Educación para Personas Adultas",
            "Unidad de Atención Psicopedagógica",
        ),
        (
            ("servicios bibliotecarios", "brindados"),
            ("estímulos escolares", "asignados"),
            ("estancias infantiles", "operadas"),
            ("círculos de estudio", "acompañados"),
        ),
        (
            Subject("Préstamo de", "libros a domicilio", "prestados", "en bibliotecas y salas de lectura"),
            Subject(
                "Asignación de", "becas de transporte",
                "asignadas", "a estudiantes de localidades alejadas"
            ),
            Subject("Aplicación de", "valoraciones psicopedagógicas", "aplicadas"),
            Subject("Realización de", "cuentacuentos itinerantes", "realizados", "en plazas y escuelas"),
            Subject("Certificación de", "personas adultas en secundaria", "certificadas"),
            Subject("Entrega de", "mochilas con útiles", "entregadas", "al inicio del ciclo escolar"),
            Subject("Preparación de", "raciones alimenticias", "preparadas", "en estancias infantiles"),
            Subject("Formación de", "mediadoras de lectura", "formadas"),
        ),
    ),
    Theme(
        "4.2",
        "TERRITORIO ACCESIBLE Y OBRA ÚTIL",
        "CAMINOS, VIVIENDA Y ORDENAMIENTO",
        "SECRETARÍA DE OBRA PÚBLICA Y ORDENAMIENTO TERRITORIAL",
        "Contribuir a un crecimiento ordenado del territorio con obra pública útil, caminos transitables "
        "y vivienda segura en zonas de riesgo.",
        "Índice de Accesibilidad Territorial",
        "I_ACC_TER",
        "Los habitantes de las localidades se trasladan por vías seguras y en tiempos menores.",
        "Porcentaje de localidades con camino transitable todo el año",
        (
            "Secretaría de Obra Pública y Ordenamiento Territorial",
            "Dirección de Construcción",
            "Dirección de Planeación Urbana",
            "Departamento de Licencias de Construcción",
            "Residencia de Caminos Rurales",
            "Unidad de Costos y Licitaciones",
        ),
        (
            ("obras de pavimentación", "concluidas"),
            ("trámites de desarrollo urbano", "resueltos"),
            ("caminos rurales", "conservados"),
        ),
        (
            Subject("Rastreo de", "kilómetros de camino rural", "rastreados", "con maquinaria propia"),
            Subject("Dictamen de", "solicitudes de uso de suelo", "dictaminadas"),
            Subject("Supervisión de", "frentes de obra", "supervisados", "con bitácora electrónica"),
            Subject("Colocación de", "señales de nomenclatura", "colocadas", "en cruceros y accesos"),
            Subject("Construcción de", "banquetas con rampa", "construidas"),
            Subject("Otorgamiento de", "licencias de construcción", "otorgadas", "de vivienda unifamiliar"),
            Subject("Elaboración de", "expedientes técnicos", "elaborados", "de obra del ejercicio"),
        ),
    ),
)

FREQUENCIES = ("Trimestral", "Trimestral", "Trimestral", "Semestral", "Mensual")
END_FREQUENCIES = ("Anual", "Bianual", "Trianual")
TITLES = ("Lic.", "Ing.", "Mtra.", "C.P.", "Arq.", "Dra.", "Profa.")
FIRST_NAMES = ("Aurelia", "Baltazar", "Casilda", "Demetrio", "Eulalia", "Fermín", "Graciela", "Hilario")
SURNAMES = ("Avendaño", "Bocanegra", "Cisneros", "Dueñas", "Escamilla", "Figueroa", "Garduño", "Lozoya")
ROLES = (
    ("Elaboró", "Revisó", "Autorizó"),
    ("ELABORÓ", "VALIDÓ", "AUTORIZÓ"),
    ("Elaboró", "Vo. Bo.", "Autorizó"),
)

MET = (
    "Durante el {q} trimestre se programaron {p} {things} y se lograron {a}, con un avance de {pct}.",
    "Se reporta un cumplimiento del {pct}, pues de {p} {things} previstas en el periodo se concretaron {a}.",
    "El porcentaje alcanzado fue {pct} ya que de los {p} {things} programados se lograron realizar {a}.",
    "La meta del trimestre era de {p} {things}; se alcanzaron {a}, equivalentes al {pct} de lo programado.",
)
ABOVE = (
    " La demanda ciudadana superó lo estimado y se sumaron cuadrillas de apoyo.",
    " El excedente obedece a un convenio con la autoridad estatal firmado en el periodo.",
)
BELOW = (
    " La diferencia se debe a lluvias atípicas que obligaron a reprogramar salidas de campo.",
    (
        " El proveedor entregó los insumos con retraso, por lo que el faltante se atenderá en el "
        "siguiente periodo."
    ),
    " Hubo cambio de personal en el área y parte del calendario quedó pendiente.",
)
EXACT = (
    " Con lo anterior se cumple la meta.",
    " Las evidencias obran en el archivo del área.",
    "",
)
IDLE = (
    "En el {q} trimestre no se tenían {things} programadas, por lo que no hay avance que informar.",
    "Sin {things} calendarizadas en el periodo; la actividad inicia en un trimestre posterior.",
)
YEARLY = (
    " Justificación Anual: El avance acumulado del ejercicio es de {cum}.",
    " Justificación Anual: A la fecha se ha cubierto el {cum} de la meta anual.",
)
END_TEXT = (
    (
        "El índice se alimenta de encuestas y censos externos que no se actualizaron durante el {q} "
        "trimestre, de modo que se mantiene el valor previsto hasta la siguiente publicación."
    ),
    "Las fuentes oficiales del índice son de periodicidad anual; en el {q} trimestre no hubo datos nuevos.",
)
ORDINALS = ("", "primer", "segundo", "tercer", "cuarto")
ZONES = ("norte", "sur", "oriente", "poniente", "centro", "ribereña", "serrana", "conurbada")
