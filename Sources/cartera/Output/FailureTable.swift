/// What failures say by code. English messages stand with the failures; `%1` is what the English one quotes, and in
/// hints what it lists; `%2` is the whole English message, where it is about a file's own words.
enum FailureTable {
    struct Words {
        let message: String
        let hint: (en: String, es: String)

        init(_ message: String, en: String = "", es: String = "") {
            self.message = message
            hint = (en, es)
        }
    }

    static let words: [String: Words] = connection.merging(naming) { $1 }.merging(refusals) { $1 }
        .merging(administration) { $1 }.merging(files) { $1 }.merging(RuleWords.failures) { $1 }
        .merging(AttachmentWords.failures) { old, _ in old }
        .merging(LawWords.failures) { $1 }.merging(ScoreWords.failures) { $1 }

    private static let connection: [String: Words] = [
        "not_enrolled": Words("Este directorio no está inscrito.", es: "Ejecute primero `cartera enroll INVITACIÓN`."),
        "usage": Words("", es: "Vea --help."),
        "server_unreachable": Words(
            "No se puede llegar al servidor.",
            es: "Revise la red, y la dirección y el puerto del servidor; el trabajo local está a salvo."),
        "connection_closed": Words("La conexión se cortó.", es: "Lo acusado se conserva; sincronice de nuevo."),
        "timed_out": Words("El servidor no respondió a tiempo.", es: "Intente de nuevo en un momento."),
        "cancelled": Words("La llamada se interrumpió."),
        "told_to_wait": Words(
            "El servidor pide volver más tarde.", en: "Try again later; local work is safe.",
            es: "Intente más tarde; el trabajo local está a salvo."),
        "server_silent": Words("El servidor calla.", es: "Intente de nuevo en un momento."),
        "rate_limited": Words("Son demasiadas solicitudes.", es: "Intente de nuevo en un minuto."),
        "store_busy": Words("El almacén del servidor está ocupado.", es: "Intente de nuevo."),
        "store_io": Words(
            "El disco del servidor falló; lo no acusado no se tomó.",
            es: "Intente de nuevo cuando la administración haya revisado el disco y arrancado el servidor."),
        "sync_incomplete": Words("El intercambio no llegó a su fin.", es: "Intente más tarde."),
        "superseded": Words("Otro intercambio de este equipo tomó su lugar.", es: "¿Corre otra sincronización?"),
        "ended": Words("El servidor terminó este intercambio.", en: "Sync again.", es: "Sincronice de nuevo."),
        "protocol_error": Words("El servidor envió algo inesperado.", es: "Revise las versiones de ambos lados."),
        "protocol_mismatch": Words(
            "El otro lado no habla el protocolo de un servidor de Cartera.",
            es: "Revise la dirección y el puerto del servidor, y las versiones de ambos lados."),
        "client_too_old": Words("Este programa es más antiguo que el servidor.", es: "Instale el cartera más nuevo."),
        "server_too_old": Words("El servidor es más antiguo que este programa.", es: "Pida que lo actualicen."),
        "server_not_trusted": Words(
            "El certificado del servidor no es de esta organización, o es de otro nombre.",
            es: "Revise la dirección del servidor y el reloj de este equipo; pregunte a la administración."),
        "server_not_pinned": Words(
            "El servidor no tiene la raíz que nombra la invitación.",
            es: "No continúe. Pida a la administración una invitación nueva."),
        "certificate_refused": Words(
            "El servidor no acepta el certificado de este equipo.",
            es: "Inscriba el equipo de nuevo con una invitación."),
        "certificate_request_refused": Words("La solicitud de certificado no es válida."),
        "certificate_expired": Words(
            "El certificado de este equipo venció, o sus fechas van adelante del reloj del servidor.",
            es: "Renuévelo con una sincronización; si no se logra, inscriba el equipo de nuevo."),
        "certificate_required": Words(
            "El servidor pide un certificado de equipo.", es: "Inscriba el equipo con una invitación."),
        "certificate_unusable": Words(
            "El certificado o la llave de este equipo no se pueden leer.",
            es: "Inscriba el equipo de nuevo con una invitación."),
        "certificate_missing": Words(
            "Faltan la llave o el certificado de este equipo.",
            es: "Inscríbalo de nuevo con una invitación; réplica y bandeja de salida se conservan."),
        "signature_wrong": Words("La firma no es de la llave anterior."),
        "nonce_unknown": Words("El reto del servidor venció.", es: "Intente de nuevo."),
        "malformed_request": Words("La solicitud está mal formada."),
        "unknown_service": Words("El servidor no tiene ese servicio."),
        "store_refused": Words("El almacén del servidor no toma este registro."),
        "person_missing": Words(
            "Este equipo es más nuevo que el respaldo: nadie sabe de quién es.", es: "Nombre a la persona con --person."
        ),
        "other_person": Words("Este equipo es de otra persona.", es: "Invite a la persona."),
        "device_revoked": Words("Este equipo fue revocado.", es: "Pregunte a la administración."),
        "revoked": Words(
            "Este equipo fue revocado.", en: "Ask the administrator.", es: "Pregunte a la administración."),
        "device_quarantined": Words(
            "Este equipo está en cuarentena: lo que envía espera una decisión.", es: "Pida que se decida."),
        "quarantined": Words(
            "Este equipo está en cuarentena.", en: "Ask the administrator to decide.", es: "Pida que se decida."),
        "quarantine_full": Words("La cuarentena de este equipo está llena.", es: "Pida que se decida."),
        "lease_ended": Words(
            "El arriendo de este equipo terminó.",
            es: "Inscríbalo de nuevo en el mismo directorio: nada de lo anotado se pierde."),
        "unknown_device": Words(
            "No existe ese equipo.", en: "See `cartera admin device list`.", es: "Vea `cartera admin device list`."),
        "foreign_device": Words("Una operación dice ser de otro equipo."),
        "invitation_malformed": Words(
            "Eso no es una invitación completa.", es: "Copie el texto completo, o pida otra."),
        "invitation_unknown": Words(
            "La invitación no es de este servidor.", es: "Revise que se copió completa y que es para este servidor."),
        "invitation_used": Words("Esta invitación ya se usó.", es: "Pida otra, o revoque el equipo que nació de ella."),
        "invitation_expired": Words("Esta invitación venció.", es: "Pida otra."),
        "invitation_revoked": Words("Esta invitación fue revocada.", es: "Pida otra."),
        "person_disabled": Words("Esta persona está desactivada.", es: "Pregunte a la administración."),
        "other_organisation": Words(
            "Este directorio es de otra organización.", es: "Inscríbase en otro directorio: --home DIR."),
        "exchange_busy": Words("Otra sincronización corre en este directorio.", es: "Termínela, o intente más tarde."),
        "socket_unavailable": Words(
            "No se puede crear el socket del directorio.", es: "¿Es muy larga su ruta?"),
        "home_read_only": Words("No hay permiso en el directorio.", es: "Revise su dueño y su modo."),
        "home_io": Words("El directorio no se puede usar.", es: "Revise su ruta y el disco."),
        "disk_full": Words("El disco está lleno.", en: "Free some space.", es: "Libere espacio."),
        "replica_corrupt": Words(
            "El archivo de la réplica está dañado.",
            es: "Ejecute `cartera doctor`; inscribirse en otro directorio trae de vuelta lo enviado."),
        "replica_io": Words(
            "El archivo de la réplica no se puede usar.", en: "Check the disk.", es: "Revise el disco."),
        "replica_locked": Words(
            "La réplica está ocupada por otro comando.", en: "Try again in a moment.",
            es: "Intente de nuevo en un momento."),
        "replica_read_only": Words(
            "No se puede escribir en la réplica.", es: "Revise el dueño y el modo del directorio."),
        "replica_newer_version": Words("La réplica es de una versión más nueva.", es: "Instale el cartera más nuevo."),
        "replica_disk_full": Words(
            "El disco está lleno; lo confirmado está a salvo.", en: "Free some space.", es: "Libere espacio."),
        "internal": Words("Algo salió mal dentro del programa."),
    ]

    private static let naming: [String: Words] = [
        "unknown_account": Words(
            "No existe aquí la cuenta “%1”.",
            en: "See `account list`; a new assignment arrives with `cartera sync`.",
            es: "Vea `account list`; una asignación nueva llega con `cartera sync`."),
        "ambiguous_account": Words("“%1” designa más de una cuenta.", es: "Nómbrela por su id: %1."),
        "unknown_record": Words(
            "No existe aquí el registro “%1”.", en: "`cartera account show` lists ids.",
            es: "`cartera account show` muestra los id."),
        "ambiguous_record": Words("Más de un id termina en “%1”.", es: "Dé más caracteres de su final."),
        "unknown_operation": Words(
            "No existe aquí la operación “%1”.", en: "See `outbox list --all` or `admin operation list`.",
            es: "Vea `outbox list --all` o `admin operation list`."),
        "ambiguous_operation": Words("Más de un id termina en “%1”.", es: "Dé más caracteres de su final."),
        "unknown_flag": Words(
            "La cuenta no tiene esa marca.", en: "`cartera account show` lists its flags.",
            es: "`cartera account show` muestra sus marcas."),
        "unknown_consent": Words(
            "La cuenta no tiene un consentimiento vigente de ese canal.", en: "`cartera account show` lists them.",
            es: "`cartera account show` los muestra."),
        "unknown_word": Words("“%1” no es de las palabras que aquí se conocen.", es: "Se conocen: %1."),
        "hour_malformed": Words("“%1” no es una hora.", es: "Escríbala como 18:00."),
        "amount_malformed": Words("“%1” no es un importe.", es: "Escríbalo como 1500 o 1500.50."),
        "amount_too_precise": Words(
            "El importe tiene más decimales que la moneda.", es: "Los importes nunca se redondean: escriba lo pagado."),
        "other_currency": Words("La moneda no es la de la cuenta.", es: "Dé el importe en la moneda de la cuenta."),
        "moment_malformed": Words(
            "“%1” no es un momento.", es: "Escriba `now`, HH:MM de hoy, o 2026-03-08T12:00:00-06:00."),
        "date_malformed": Words("“%1” no es una fecha.", es: "Escríbala como 2026-03-08."),
        "location_malformed": Words(
            "“%1” no es un lugar.", es: "Escriba latitud,longitud,precisión como 19.4326,-99.1332,12."),
        "text_empty": Words("Falta un texto obligatorio.", es: "Escríbalo, o quite la opción."),
        "text_gone": Words("El contenido de la operación ya no está en este equipo."),
        "too_large": Words("Es más de lo que se puede tomar: %2"),
        "bad_edit": Words(
            "El cambio no cambia nada, o nombra un campo que no se edita.",
            en: "Give a field that --help names, and a value that differs.",
            es: "Dé un campo de los que nombra --help, y un valor distinto."),
        "plan_not_editable": Words(
            "Una promesa en varios plazos no se edita por partes.", es: "Retírela y hágala de nuevo."),
        "not_refused": Words("La operación no fue rechazada.", es: "Ejecute `cartera sync`."),
        "no_receipt": Words("La operación aún no tiene acuse.", es: "Los acuses llegan con `cartera sync`."),
        "not_an_author": Words("Ninguno de los valores es suyo.", es: "Use --keep first, --keep last o --value."),
        "outbox_full": Words(
            "%1 operaciones esperan envío; no caben más.", es: "Conéctese y ejecute `cartera sync`."),
        "outbox_bytes_full": Words(
            "%1 MB de operaciones esperan envío; no caben más.", es: "Conéctese y ejecute `cartera sync`."),
        "unsent_of_another": Words(
            "%1 operaciones de otra persona esperan envío en este directorio: se conservan para ella.",
            es: "Inscríbase en otro directorio (--home DIR), con una invitación nueva."),
        "too_many_calls": Words(
            "Este equipo ya tiene demasiadas llamadas en curso.", es: "Espere a que otra orden termine."),
        "too_many_connections": Words(
            "Este equipo ya tiene demasiadas conexiones con el servidor.", es: "Espere a que otra orden termine."),
        "disk_low": Words(
            "Solo quedan %1 MB de disco: no se acepta nada nuevo, para que pueda enviarse lo que espera.",
            es: "Libere espacio, o ejecute antes `cartera sync`."),
        "bad_expression": Words(
            "La expresión de --where no se entiende.",
            en: "For instance: --where 'days_past_due > 60 and state = pending'.",
            es: "Por ejemplo: --where 'days_past_due > 60 and state = pending'."),
        "unknown_field": Words("La lista no tiene el campo “%1”.", es: "Campos: %1."),
        "unknown_bucket": Words("“%1” no es un tramo.", es: "Tramos: %1."),
        "no_rules": Words(
            "No hay paquetes de reglas.", es: "Nombre con --rules la carpeta que contiene Packs y Calendars."),
        "unknown_pack": Words("No existe ese paquete o regla.", es: "`cartera rules list` muestra los paquetes."),
        "unreadable_file": Words("El archivo no se puede leer.", es: "Revise su nombre."),
    ]

    private static let refusals: [String: Words] = [
        "not_permitted": Words(
            "Su rol no lo permite, o es trabajo de otra persona.", en: "Ask a supervisor or the administrator.",
            es: "Pídalo a la supervisión o a la administración."),
        "outside_scope": Words("La cuenta no está asignada a usted."),
        "depends_on_refused": Words("Se rechazó una operación de la que esta depende."),
        "id_taken": Words("Ya existe un registro con ese id y dice otra cosa."),
        "wrong_kind": Words("El registro es de otra clase."),
        "malformed": Words("La operación está mal formada."),
        "text_too_long": Words("Un texto rebasa su límite.", en: "Shorten it.", es: "Acórtelo."),
        "text_control_characters": Words(
            "Un texto tiene caracteres de control.", en: "Take them out.", es: "Quítelos."),
        "moment_missing": Words("Falta un momento."),
        "moment_out_of_range": Words("Un momento está fuera de los años que se pueden guardar."),
        "location_out_of_range": Words("El lugar está fuera de la Tierra."),
        "bad_range": Words(
            "Los días de la semana o las horas no son tales.",
            en: "Weekdays are 1 (Monday) to 7, hours 00:00 to 24:00.",
            es: "Los días van de 1 (lunes) a 7, las horas de 00:00 a 24:00."),
        "nested_replacement": Words("Una sustitución no puede estar dentro de otra."),
        "amount_not_positive": Words(
            "El importe debe ser mayor que cero.", en: "Type what was agreed or paid.",
            es: "Escriba lo acordado o lo pagado."),
        "amount_too_large": Words(
            "El importe es mayor de lo que se puede contar.", en: "Check the decimal point.",
            es: "Revise el punto decimal."),
        "already_reversed": Words("El pago ya fue revertido."),
        "account_closed": Words("El acreedor retiró la cuenta."),
        "instalments_missing": Words("Una promesa necesita al menos un plazo."),
        "too_many_instalments": Words("Una promesa no puede tener tantos plazos."),
        "instalments_out_of_order": Words("Los plazos deben seguirse por día."),
        "due_date_past": Words(
            "La fecha de pago ya pasó.", en: "Give today or a later day.", es: "Dé el día de hoy o uno posterior."),
        "due_date_beyond_horizon": Words(
            "La fecha de pago rebasa el horizonte de la sucursal.", en: "Agree on an earlier day.",
            es: "Acuerde un día más cercano."),
        "too_many_open_promises": Words(
            "Ya hay tantas promesas abiertas como permite la sucursal.",
            en: "Revise or withdraw the open one: `cartera account show` has its id.",
            es: "Revise o retire la abierta: `cartera account show` muestra su id."),
        "illegal_edge": Words("La promesa no puede pasar de su estado a ese."),
        "day_in_future": Words("Ese día aún no llega."),
        "record_withdrawn": Words("El registro fue retirado."),
        "too_many_revisions": Words("El registro tiene tantas revisiones como se guardan."),
        "already_answered": Words("La queja ya tiene respuesta."),
        "too_many_conflicts": Words(
            "Hay demasiados conflictos abiertos.", en: "See `cartera conflict list`.",
            es: "Vea `cartera conflict list`."),
        "not_withdrawable": Words("Una operación de esta clase no se puede retirar."),
        "not_held": Words("La operación no está retenida."),
        "still_held": Words("La operación se retendría de nuevo."),
        "body_missing": Words(
            "El contenido de la operación fue borrado.",
            en: "Nothing can be done of it any more: `cartera admin approval deny` ends it.",
            es: "Ya no se puede hacer nada de ella: `cartera admin approval deny` la termina."),
        "body_newer": Words(
            "La operación es de un programa más nuevo.",
            en: "Upgrade the server, which decides it then; or end it with `cartera admin approval deny`.",
            es: "Actualice el servidor, que entonces la decide; o termínela con `cartera admin approval deny`."),
        "body_unreadable": Words(
            "El contenido de la operación no se puede leer.",
            en: "Nothing can be done of it: `cartera admin approval deny` ends it.",
            es: "No se puede hacer nada de ella: `cartera admin approval deny` la termina."),
        "denied": Words("La solicitud fue denegada."),
    ]

    private static let files: [String: Words] = Dictionary(
        uniqueKeysWithValues: [
            ("bad_syntax", "no está bien escrito"), ("bad_value", "tiene un valor que no sirve"),
            ("unknown_column", "no tiene una columna"), ("one_class", "tiene un solo resultado"),
            ("nothing_to_learn", "no da nada que aprender"), ("unknown_key", "tiene una clave desconocida"),
            ("missing_key", "le falta una clave"), ("overlap", "tiene reglas encimadas"),
            ("unknown_zone", "nombra una zona horaria desconocida"),
            ("unknown_calendar", "nombra un calendario desconocido"),
            ("offset_mismatch", "tiene una hora que no es de su zona"),
            ("no_jurisdiction", "no tiene jurisdicción"), ("outside_calendar", "sale de su calendario"),
            ("outside_zones", "sale de las zonas horarias conocidas"),
        ].map { ($0, Words("El archivo \($1): %2", es: "Corrija el archivo e intente de nuevo.")) })

    private static let administration: [String: Words] = [
        "file_truncated": Words(
            "El archivo termina dentro de una celda entre comillas que empieza en la línea %1.",
            es: "El archivo está cortado o falta una comilla: pídalo de nuevo o ciérrela."),
        "file_empty": Words("El archivo está vacío.", es: "La primera línea debe nombrar las columnas."),
        "missing_column": Words(
            "Al archivo le falta: %1.",
            es: "La primera línea debe nombrar al menos account_number, debtor_name, currency, balance, days_past_due."),
        "duplicate_column": Words(
            "El encabezado nombra dos veces la columna “%1”.", es: "Cada columna va una sola vez."),
        "column_unnamed": Words("La columna %1 del encabezado no tiene nombre."),
        "not_utf8": Words("El texto no es UTF-8.", en: "Save it as UTF-8.", es: "Guárdelo en UTF-8."),
        "file_not_found": Words("El archivo “%1” no existe.", es: "Revise su nombre."),
        "not_a_file": Words(
            "“%1” es una carpeta, no un archivo.", en: "Name a file.", es: "Nombre un archivo."),
        "cannot_read": Words("El archivo no se puede leer.", es: "Revise sus permisos."),
        "cannot_create": Words("El archivo de salida no se puede crear.", es: "Revise la carpeta y sus permisos."),
        "cannot_write": Words("La salida no se puede escribir."),
        "same_file": Words("El archivo de rechazos es el mismo archivo.", es: "Nombre otro."),
        "no_row_taken": Words(
            "No se pudo tomar ninguna fila del archivo.",
            es: "Los motivos están junto a cada línea; --rejects SALIDA.csv escribe las filas con ellos."),
        "unknown_branch": Words(
            "No existe esa sucursal.", en: "See `cartera admin branch list`.", es: "Vea `cartera admin branch list`."),
        "unknown_person": Words(
            "No existe esa persona.", en: "See `cartera admin person list`.", es: "Vea `cartera admin person list`."),
        "ambiguous_person": Words(
            "El nombre designa a más de una persona.", es: "Dé su id o más caracteres de su final."),
        "unknown_role": Words(
            "No existe ese rol.", es: "Los roles son collector, supervisor, branch, compliance, auditor, administrator."
        ),
        "branch_missing": Words("Este rol necesita una sucursal.", es: "Nómbrela con --branch."),
        "branch_not_allowed": Words(
            "Este rol no pertenece a ninguna sucursal.", en: "Leave --branch out.", es: "Quite --branch."),
        "name_taken": Words("Ya existe uno con ese nombre.", es: "Elija otro."),
        "name_invalid": Words("Un nombre tiene de 1 a 200 bytes y ningún carácter de control."),
        "unknown_time_zone": Words(
            "La zona horaria no se conoce.", es: "Use un nombre de la IANA como America/Mexico_City."),
        "unknown_invitation": Words(
            "No existe esa invitación.", en: "See `cartera admin invitation list`.",
            es: "Vea `cartera admin invitation list`."),
        "unknown_conflict": Words(
            "No existe ese conflicto.", en: "See `cartera admin conflict list`.",
            es: "Vea `cartera admin conflict list`."),
        "already_resolved": Words("Este conflicto ya está resuelto."),
        "ambiguous": Words("El nombre o final designa más de uno.", es: "Dé más dígitos, o el id completo."),
        "not_a_collector": Words("Las cuentas se dan a cobradores que no están dados de baja."),
        "other_branch": Words("El cobrador es de otra sucursal que la cuenta; --across-branches la pasa a la suya."),
        "own_role": Words("Nadie cambia su propio rol ni su sucursal.", es: "Pídalo a otra administración."),
        "accounts_assigned": Words(
            "Esta persona todavía tiene cuentas.",
            es: "Páselas antes: `cartera admin assign --from PERSONA --to PERSONA`."),
        "not_all_assigned": Words(
            "%1 de las cuentas no se pudieron asignar.",
            es: "Vea números e ids en `cartera admin account list`, y cobradores en `person list`."),
        "unknown_choice": Words("De un conflicto queda el primer valor, el último o uno dado."),
        "unknown_state": Words("Un equipo está activo, en cuarentena o revocado."),
        "unknown_kind": Words("No existe esa clase de registro."),
        "batch_too_large": Words("El lote es demasiado grande."),
        "duplicate_number": Words("El archivo ya tiene ese número."),
        "unknown_collector": Words("La sucursal no tiene ese cobrador."),
        "no_branch": Words(
            "Todavía no hay sucursales.", en: "Add one: `cartera admin branch add`.",
            es: "Agregue una: `cartera admin branch add`."),
        "bad_document": Words("El documento no es un paquete ni un calendario, o su nombre no es el suyo."),
        "version_taken": Words(
            "Esa versión está activa y dice otra cosa.", es: "Dé al paquete cambiado una versión nueva."),
        "nothing_to_do": Words("No se nombra ningún paquete ni calendario."),
        "no_active_rules": Words(
            "La sucursal no ha activado ningún paquete de reglas.",
            es: "Se activan con `cartera admin rules activate` y llegan con `cartera sync`."),
        "finding_closed": Words("Este hallazgo no está abierto."),
        "second_person": Words(
            "Otra persona debe aprobarlo.", es: "Pídalo a alguien con autoridad que no lo haya propuesto."),
        "two_person_rule": Words("Una sola persona no puede deshacer una revocación."),
    ]
}
