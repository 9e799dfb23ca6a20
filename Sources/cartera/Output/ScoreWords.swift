import FieldRules

/// What the pages and tables of scorecards say, in both languages.
enum ScoreWords {
    static let words: [String: Word] = [
        "auc_difference": Word("diferencia de AUC", en: "difference of AUC"), "champion": "campeón",
        "challenger": "retador", "champion_only": "solo el campeón", "challenger_only": "solo el retador",
        "psi": "PSI", "chance_bound": Word("límite del azar", en: "chance bound"), "trained": "entrenamiento",
        "verdict=stable": "estable", "verdict=watch": "vigilar", "verdict=act": "actuar",
        "favoured": "favorecidos", "favoured_rate": Word("tasa de favorecidos", en: "favoured rate"),
        "adverse_impact_ratio": Word("razón de impacto adverso", en: "adverse impact ratio"),
        "bad_rate": Word("tasa de malos", en: "bad rate"),
        "mean_probability": Word("probabilidad media", en: "mean probability"),
        "cut_off": Word("corte (puntos)", en: "cut-off (points)"), "settled": "decidido",
        "observed_to_expected": Word("observado entre esperado", en: "observed to expected"),
        "calibration": "calibración", "verdict=holds": "se sostiene", "verdict=off": "desviada",
        "ks_trained": Word("KS al entrenar", en: "KS when trained"), "ks_now": Word("KS ahora", en: "KS now"),
        "group": "grupo", "disadvantaged": "en desventaja", "miscalibrated": "mal calibrado", "tenth": "décimo",
        "captured_bad": Word("malos alcanzados", en: "bad found"), "cumulative_lift": Word("ganancia", en: "lift"),
        "arrive_at": Word("llegada", en: "arrival"), "expected": "esperado", "starts_at": Word("inicio", en: "starts"),
        "ends_at": Word("fin", en: "ends"), "cost": "costo", "left_out": Word("no permitidas", en: "not allowed"),
        "reason=expected_recovery": Word("recuperación esperada", en: "expected recovery"),
        "reason=on_the_way": Word("queda de paso", en: "on the way"),
        "favoured_by": Word("favorecidos por", en: "favoured by"), "low": "desde", "high": "hasta",
        "role=champion": "campeón", "role=challenger": "retador", "favoured_by=both": "ambos",
        "favoured_by=neither": "ninguno", "favoured_by=champion": "solo el campeón",
        "favoured_by=challenger": "solo el retador",
    ]

    /// What a server that scores refuses.
    static let failures: [String: FailureTable.Words] = [
        "protected_attribute": FailureTable.Words(
            "La tarjeta lee un atributo protegido.", es: "Quite esa característica y entrene de nuevo."),
        "unknown_fact": FailureTable.Words(
            "El servidor no tiene un hecho que la tarjeta lee.",
            es: "`cartera admin score explain` los enumera."),
        "unknown_model": FailureTable.Words(
            "No hay un modelo con ese nombre.",
            es: "Los que se aprenden son propensity, promise_kept, recovery y settlement."),
        "unknown_scorecard": FailureTable.Words(
            "No hay esa versión de la tarjeta.", es: "Impórtela con `cartera admin import scorecard ARCHIVO.yaml`."),
        "unknown_report": FailureTable.Words("No existe ese informe.", es: "Vea `cartera admin report --help`."),
        "no_models": FailureTable.Words(
            "Ninguna tarjeta está activa: no hay con qué calificar.",
            es: "Importe una y promuévala: `cartera admin score promote`."),
        "no_champion": FailureTable.Words("Ese modelo aún no tiene campeón.", es: "Nombre una versión."),
        "no_challenger": FailureTable.Words(
            "Ninguna tarjeta reta al campeón de ese modelo.",
            es: "Inicie un experimento: `cartera admin score promote MODELO --challenger VERSIÓN --share N`."),
        "too_little_history": FailureTable.Words(
            "La historia aún no da para aprender.", es: "Espere más historia o acorte el horizonte."),
        "bad_argument": FailureTable.Words("Un valor de la solicitud no sirve.", es: "Vea --help."),
    ]

    static let sentences: [String: (en: String, es: String)] = [
        "page_training_title": ("Scorecard %1: training", "Tarjeta %1: entrenamiento"),
        "page_trained": (
            "version %1 · learned from %2 rows · bad is %3 = %4", "versión %1 · aprendida de %2 filas · malo es %3 = %4"
        ),
        "page_comparison_title": ("Champion and challenger", "Campeón y retador"),
        "page_against": ("%1 against %2, on the same rows", "%1 frente a %2, en las mismas filas"),
        "page_monitoring_title": ("Scorecard %1: monitoring", "Tarjeta %1: seguimiento"),
        "page_monitored": (
            "version %1 · trained on %2 rows · seen now %3 rows",
            "versión %1 · entrenada con %2 filas · vistas ahora %3 filas"
        ),
        "page_fairness_title": ("Fairness by group", "Equidad por grupo"),
        "page_fairness_of": (
            "%1 version %2 · groups of %3 · favoured from %4 points",
            "%1 versión %2 · grupos de %3 · favorecidos desde %4 puntos"
        ),
        "page_quality": ("How well it orders", "Qué tan bien ordena"),
        "page_probabilities": ("Whether its probabilities are true", "Si sus probabilidades son ciertas"),
        "page_out_of_time": ("out of time", "fuera de tiempo"),
        "page_folds": ("Cross-validation", "Validación cruzada"),
        "page_characteristics": ("Characteristics", "Características"), "page_rows": ("rows", "filas"),
        "page_bad_rate": ("bad rate", "tasa de malos"), "page_chance": ("chance", "azar"),
        "page_roc": ("ROC curve", "Curva ROC"), "page_good_found": ("good rows passed", "buenos recorridos"),
        "page_bad_found": ("bad rows found", "malos encontrados"),
        "page_ks": ("Kolmogorov–Smirnov", "Kolmogorov–Smirnov"), "page_bad_rows": ("bad", "malos"),
        "page_good_rows": ("good", "buenos"),
        "page_rows_from_risk": ("rows, from the most risk down", "filas, de mayor a menor riesgo"),
        "page_share_found": ("share found so far", "parte alcanzada"),
        "page_calibration": ("Foreseen and happened", "Lo previsto y lo ocurrido"),
        "page_true_line": ("as foreseen", "como se previó"),
        "page_foreseen": ("foreseen", "previsto"), "page_happened": ("happened", "ocurrido"),
        "page_distribution": ("Distribution of the score", "Distribución del puntaje"),
        "page_points_from": ("points, in bands of %1", "puntos, en bandas de %1"),
        "page_share_of_class": ("share of each class", "parte de cada clase"),
        "page_share_of_rows": ("share of rows", "parte de las filas"),
        "page_tenth": ("tenth", "décimo"), "page_captured": ("bad found so far", "malos alcanzados"),
        "page_lift": ("lift", "ganancia"), "page_interval95": ("95 % interval", "intervalo del 95 %"),
        "page_hosmer": (
            "Hosmer–Lemeshow: %1 at %2 degrees of freedom, p = %3. A small p says that the probabilities are off.",
            "Hosmer–Lemeshow: %1 con %2 grados de libertad, p = %3. Una p pequeña dice que las probabilidades se desvían."
        ),
        "page_fold": ("fold", "pliegue"), "page_mean": ("mean", "media"),
        "page_training": ("training", "entrenamiento"),
        "page_iv": ("Information value", "Valor de información"),
        "page_iv_axis": ("information value (right: coefficient)", "valor de información (derecha: coeficiente)"),
        "page_woe_axis": (
            "weight of evidence (right: good / bad)", "peso de la evidencia (derecha: buenos / malos)"
        ),
        "page_bin": ("bin", "intervalo"), "page_points": ("points", "puntos"),
        "page_champion": ("champion", "campeón"), "page_challenger": ("challenger", "retador"),
        "page_difference": (
            "The challenger's AUC less the champion's is %1, with a 95 % interval from %2 to %3 (DeLong, same rows).",
            "El AUC del retador menos el del campeón es %1, con intervalo del 95 % de %2 a %3 (DeLong, mismas filas)."
        ),
        "page_unsettled": (
            "Chance alone may explain the difference.", "El puro azar puede explicar la diferencia."
        ),
        "page_better": (
            "The challenger orders better than chance explains.", "El retador ordena mejor de lo que explica el azar."
        ),
        "page_worse": (
            "The challenger orders worse than chance explains.", "El retador ordena peor de lo que explica el azar."
        ),
        "page_swap": ("Who changes sides", "Quién cambia de lado"),
        "page_swap_note": (
            "Both cards favour the same share of rows. What only one of them favours should hold fewer bad rows with the better card.",
            "Ambas tarjetas favorecen la misma parte. Lo que solo una favorece debe tener menos malos con la mejor tarjeta."
        ),
        "page_by_both": ("favoured by both", "favorecidos por ambas"),
        "page_by_champion": ("only by the champion", "solo por el campeón"),
        "page_by_challenger": ("only by the challenger", "solo por el retador"),
        "page_by_neither": ("by neither", "por ninguna"),
    ]

    static let monitoring: [String: (en: String, es: String)] = [
        "page_stability": ("Whether the population is the same", "Si la población es la misma"),
        "page_outcomes": ("Whether it still holds", "Si aún se sostiene"),
        "page_total": ("the score", "el puntaje"), "page_characteristic": ("characteristic", "característica"),
        "page_chance_bound": ("chance bound", "límite del azar"), "page_verdict": ("verdict", "veredicto"),
        "page_stable": ("stable", "estable"), "page_watch": ("watch", "vigilar"), "page_act": ("act", "actuar"),
        "page_psi_note": (
            "Population stability index over the card's own bins: below 0.1 stable, to 0.25 watch, above act. Below the chance bound (95 %) a sample of this size says nothing.",
            "Índice de estabilidad sobre los intervalos de la tarjeta: menos de 0.1 estable, hasta 0.25 vigilar, más actuar. Bajo el límite del azar (95 %) una muestra de este tamaño no dice nada."
        ),
        "page_psi_act": (
            "The cases of now are not those that the card learned from: train it again.",
            "Los casos de ahora no son aquellos de los que aprendió la tarjeta: entrénela de nuevo."
        ),
        "page_ks_drift": (
            "KS over the card's tenths: %1 when it was trained, %2 now. Bad found over bad foreseen: %3.",
            "KS sobre los décimos de la tarjeta: %1 al entrenar, %2 ahora. Malos ocurridos entre previstos: %3."
        ),
        "page_calibration_off": (
            "The probabilities no longer hold: more than chance explains.",
            "Las probabilidades ya no se sostienen: más de lo que explica el azar."
        ),
        "page_tenths": ("Rows by the card's tenths", "Filas por décimo de la tarjeta"),
        "page_bad_rates": ("Bad rate by the card's tenths", "Tasa de malos por décimo de la tarjeta"),
        "page_now": ("now", "ahora"), "page_empty": ("(empty)", "(vacío)"),
        "page_impact": ("Who is favoured", "A quién favorece"),
        "page_impact_note": (
            "The adverse-impact ratio is a group's rate of favoured rows over that of the most favoured group of at least %1 rows. Below 0.8 (the dashed line) is a reason to look closer, not a proof.",
            "La razón de impacto adverso es la tasa de favorecidos de un grupo entre la del grupo más favorecido de al menos %1 filas. Menos de 0.8 (línea punteada) es motivo para mirar de cerca, no una prueba."
        ),
        "page_disadvantaged": (
            "%1 is favoured at %2 times the rate of the most favoured group.",
            "%1 es favorecido a %2 veces la tasa del grupo más favorecido."
        ),
        "page_favoured": ("favoured", "favorecidos"), "page_favoured_rate": ("rate", "tasa"),
        "page_impact_ratio": ("adverse-impact ratio", "razón de impacto adverso"),
        "page_too_few": ("too few to judge", "muy pocos para juzgar"),
        "page_miscalibrated": (
            "The probabilities of %1 lie outside what happened there.",
            "Las probabilidades de %1 quedan fuera de lo que ahí ocurrió."
        ),
        "page_by_group": ("Foreseen and happened by group", "Previsto y ocurrido por grupo"),
    ]

    static let day: [String: (en: String, es: String)] = [
        "page_day_title": ("The day's route", "La ruta del día"), "page_route": ("Route", "Ruta"),
        "page_route_note": (
            "North is up; the square is the start, promises due that day are orange",
            "El norte está arriba; el cuadro es el inicio, las promesas que vencen ese día van en naranja"
        ),
        "page_visits": ("Visits", "Visitas"), "page_hours": ("hours", "horas"),
        "page_road": ("as the crow flies", "en línea recta"), "page_expected": ("expected", "esperado"),
        "page_arrival": ("arrival", "llegada"), "page_account": ("account", "cuenta"),
        "page_debtor": ("debtor", "deudor"), "page_why": ("why", "por qué"), "page_metres": ("metres", "metros"),
    ]

    static let warnings: [String: (en: String, es: String)] = [
        "warning_free_text": ("", "%1: se dejó fuera; no es número y tiene demasiados textos distintos"),
        "warning_constant": ("", "%1: no dice nada, todas las filas caen en un intervalo; no está en la tarjeta"),
        "warning_protected": ("", "%1: parece un atributo protegido; un servidor rechaza la tarjeta que lo lee"),
        "warning_empty_side": ("", "%1: un intervalo tiene solo buenos o solo malos; se sumó 0.5 a ambos"),
        "warning_wrong_sign": ("", "%1: su coeficiente va contra su propia evidencia; déjela fuera"),
        "warning_ill_conditioned": ("", "unas características casi repiten a otras; se usó una penalización mínima"),
        "warning_separated": ("", "las características separan sin error; se usó una penalización"),
        "warning_not_converged": ("", "la regresión no se asentó; no use esta tarjeta"),
        "warning_sampled": ("", "el archivo no cabe entero; se usó una parte de sus filas, siempre la misma"),
    ]
}

/// What training warns of, in the reader's language.
enum ScoreWarnings {
    static func text(_ warning: TrainingWarning, _ language: GlobalOptions.Language) -> String {
        guard language == .es, ScoreWords.warnings["warning_\(warning.code.rawValue)"] != nil else {
            return [warning.characteristic, warning.message].compactMap { $0 }.joined(separator: ": ")
        }
        return Texts.sentence("warning_\(warning.code.rawValue)", [warning.characteristic ?? ""], language)
    }
}
