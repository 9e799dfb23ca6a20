/// Which zones the addresses of a country's state may be in: names, ISO 3166-2 codes and the usual short forms.
///
/// Columns: country | code | names | zones; a zone without a slash is of `America/`. An empty code is the whole
/// country, `*` any state that has no row of its own.
enum PlaceData {
    /// Counts up with every change: the newest that a branch has activated counts.
    static let version = "1"

    /// Codes and names of the countries, as addresses have them.
    static let countries = """
        US,USA,United States,United States of America,Estados Unidos,EEUU
        PR,PRI,Puerto Rico
        MX,MEX,Mexico,Estados Unidos Mexicanos
        CO,COL,Colombia
        CL,CHL,Chile
        PE,PER,Peru
        EC,ECU,Ecuador
        BR,BRA,Brazil,Brasil
        GB,GBR,UK,United Kingdom,Reino Unido,Great Britain
        IE,IRL,Ireland,Irlanda
        IN,IND,India
        ID,IDN,Indonesia
        PH,PHL,Philippines,Filipinas
        ZA,ZAF,South Africa,Sudafrica
        KE,KEN,Kenya,Kenia
        ES,ESP,Spain,España
        AR,ARG,Argentina
        BO,BOL,Bolivia
        CR,CRI,Costa Rica
        DO,DOM,Dominican Republic,Republica Dominicana
        GT,GTM,Guatemala
        HN,HND,Honduras
        NI,NIC,Nicaragua
        PA,PAN,Panama
        PY,PRY,Paraguay
        SV,SLV,El Salvador
        UY,URY,Uruguay
        VE,VEN,Venezuela
        """

    static let states = """
        US|AL|Alabama|Chicago
        US|AK|Alaska|Anchorage Juneau Sitka Metlakatla Yakutat Nome Adak
        US|AZ|Arizona|Phoenix Denver
        US|AR|Arkansas|Chicago
        US|CA|California|Los_Angeles
        US|CO|Colorado|Denver
        US|CT|Connecticut|New_York
        US|DE|Delaware|New_York
        US|DC|District of Columbia,Washington DC|New_York
        US|FL|Florida|New_York Chicago
        US|GA|Georgia|New_York
        US|HI|Hawaii|Pacific/Honolulu
        US|ID|Idaho|Boise Los_Angeles
        US|IL|Illinois|Chicago
        US|IN|Indiana|Indiana/Indianapolis Indiana/Vincennes Indiana/Winamac Indiana/Marengo Indiana/Petersburg Indiana/Vevay Chicago Indiana/Tell_City Indiana/Knox
        US|IA|Iowa|Chicago
        US|KS|Kansas|Chicago Denver
        US|KY|Kentucky|New_York Kentucky/Louisville Kentucky/Monticello Chicago
        US|LA|Louisiana|Chicago
        US|ME|Maine|New_York
        US|MD|Maryland|New_York
        US|MA|Massachusetts|New_York
        US|MI|Michigan|Detroit Menominee
        US|MN|Minnesota|Chicago
        US|MS|Mississippi|Chicago
        US|MO|Missouri|Chicago
        US|MT|Montana|Denver
        US|NE|Nebraska|Chicago Denver
        US|NV|Nevada|Los_Angeles Denver
        US|NH|New Hampshire|New_York
        US|NJ|New Jersey|New_York
        US|NM|New Mexico|Denver
        US|NY|New York|New_York
        US|NC|North Carolina|New_York
        US|ND|North Dakota|Chicago North_Dakota/Center North_Dakota/New_Salem North_Dakota/Beulah Denver
        US|OH|Ohio|New_York
        US|OK|Oklahoma|Chicago
        US|OR|Oregon|Los_Angeles Boise
        US|PA|Pennsylvania|New_York
        US|RI|Rhode Island|New_York
        US|SC|South Carolina|New_York
        US|SD|South Dakota|Chicago Denver
        US|TN|Tennessee|New_York Chicago
        US|TX|Texas|Chicago Denver
        US|UT|Utah|Denver
        US|VT|Vermont|New_York
        US|VA|Virginia|New_York
        US|WA|Washington|Los_Angeles
        US|WV|West Virginia|New_York
        US|WI|Wisconsin|Chicago
        US|WY|Wyoming|Denver
        US|PR|Puerto Rico|Puerto_Rico
        US|VI|Virgin Islands|St_Thomas
        US|GU|Guam|Pacific/Guam
        US|AS|American Samoa|Pacific/Pago_Pago
        US|MP|Northern Mariana Islands|Pacific/Saipan
        PR|||Puerto_Rico
        MX|AGU|Aguascalientes,Ags|Mexico_City
        MX|BCN|Baja California,BC|Tijuana
        MX|BCS|Baja California Sur|Mazatlan
        MX|CAM|Campeche,Camp|Merida
        MX|CHP|Chiapas,Chis|Mexico_City
        MX|CHH|Chihuahua,Chih|Chihuahua Ciudad_Juarez Ojinaga
        MX|CMX|Ciudad de Mexico,CDMX,Distrito Federal,DF,DIF|Mexico_City
        MX|COA|Coahuila,Coahuila de Zaragoza,Coah|Monterrey Matamoros
        MX|COL|Colima,Col|Mexico_City
        MX|DUR|Durango,Dgo|Monterrey
        MX|GUA|Guanajuato,Gto|Mexico_City
        MX|GRO|Guerrero|Mexico_City
        MX|HID|Hidalgo,Hgo|Mexico_City
        MX|JAL|Jalisco|Mexico_City
        MX|MEX|Mexico,Estado de Mexico,Edomex|Mexico_City
        MX|MIC|Michoacan,Michoacan de Ocampo,Mich|Mexico_City
        MX|MOR|Morelos|Mexico_City
        MX|NAY|Nayarit|Mazatlan Bahia_Banderas
        MX|NLE|Nuevo Leon,NL|Monterrey Matamoros
        MX|OAX|Oaxaca|Mexico_City
        MX|PUE|Puebla|Mexico_City
        MX|QUE|Queretaro,Queretaro de Arteaga,Qro|Mexico_City
        MX|ROO|Quintana Roo,QRoo|Cancun
        MX|SLP|San Luis Potosi|Mexico_City
        MX|SIN|Sinaloa|Mazatlan
        MX|SON|Sonora|Hermosillo
        MX|TAB|Tabasco|Mexico_City
        MX|TAM|Tamaulipas,Tamps|Monterrey Matamoros
        MX|TLA|Tlaxcala,Tlax|Mexico_City
        MX|VER|Veracruz,Veracruz de Ignacio de la Llave|Mexico_City
        MX|YUC|Yucatan|Merida
        MX|ZAC|Zacatecas|Mexico_City
        CO|||Bogota
        CL|AP|Arica y Parinacota|Santiago
        CL|TA|Tarapaca|Santiago
        CL|AN|Antofagasta|Santiago
        CL|AT|Atacama|Santiago
        CL|CO|Coquimbo|Santiago
        CL|VS|Valparaiso|Santiago Pacific/Easter
        CL|RM|Metropolitana,Region Metropolitana,Metropolitana de Santiago,Region Metropolitana de Santiago,Santiago|Santiago
        CL|LI|Libertador General Bernardo O'Higgins,O'Higgins|Santiago
        CL|ML|Maule|Santiago
        CL|NB|Nuble|Santiago
        CL|BI|Biobio|Santiago
        CL|AR|La Araucania,Araucania|Santiago
        CL|LR|Los Rios|Santiago
        CL|LL|Los Lagos|Santiago
        CL|AI|Aysen,Aisen,Aysen del General Carlos Ibanez del Campo|Coyhaique
        CL|MA|Magallanes,Magallanes y de la Antartica Chilena|Punta_Arenas
        PE|||Lima
        EC|W|Galapagos|Pacific/Galapagos
        EC|A|Azuay|Guayaquil
        EC|B|Bolivar|Guayaquil
        EC|F|Canar|Guayaquil
        EC|C|Carchi|Guayaquil
        EC|X|Cotopaxi|Guayaquil
        EC|H|Chimborazo|Guayaquil
        EC|O|El Oro|Guayaquil
        EC|E|Esmeraldas|Guayaquil
        EC|G|Guayas|Guayaquil
        EC|I|Imbabura|Guayaquil
        EC|L|Loja|Guayaquil
        EC|R|Los Rios|Guayaquil
        EC|M|Manabi|Guayaquil
        EC|S|Morona Santiago|Guayaquil
        EC|N|Napo|Guayaquil
        EC|D|Orellana|Guayaquil
        EC|Y|Pastaza|Guayaquil
        EC|P|Pichincha|Guayaquil
        EC|SE|Santa Elena|Guayaquil
        EC|SD|Santo Domingo de los Tsachilas|Guayaquil
        EC|U|Sucumbios|Guayaquil
        EC|T|Tungurahua|Guayaquil
        EC|Z|Zamora Chinchipe|Guayaquil
        BR|AC|Acre|Rio_Branco
        BR|AL|Alagoas|Maceio
        BR|AP|Amapa|Belem
        BR|AM|Amazonas|Manaus Eirunepe
        BR|BA|Bahia|Bahia
        BR|CE|Ceara|Fortaleza
        BR|DF|Distrito Federal|Sao_Paulo
        BR|ES|Espirito Santo|Sao_Paulo
        BR|GO|Goias|Sao_Paulo
        BR|MA|Maranhao|Fortaleza
        BR|MT|Mato Grosso|Cuiaba
        BR|MS|Mato Grosso do Sul|Campo_Grande
        BR|MG|Minas Gerais|Sao_Paulo
        BR|PA|Para|Belem Santarem
        BR|PB|Paraiba|Fortaleza
        BR|PR|Parana|Sao_Paulo
        BR|PE|Pernambuco|Recife Noronha
        BR|PI|Piaui|Fortaleza
        BR|RJ|Rio de Janeiro|Sao_Paulo
        BR|RN|Rio Grande do Norte|Fortaleza
        BR|RS|Rio Grande do Sul|Sao_Paulo
        BR|RO|Rondonia|Porto_Velho
        BR|RR|Roraima|Boa_Vista
        BR|SC|Santa Catarina|Sao_Paulo
        BR|SP|Sao Paulo|Sao_Paulo
        BR|SE|Sergipe|Maceio
        BR|TO|Tocantins|Araguaina
        GB|||Europe/London
        IE|||Europe/Dublin
        IN|||Asia/Kolkata
        ID|AC|Aceh|Asia/Jakarta
        ID|SU|Sumatera Utara,North Sumatra|Asia/Jakarta
        ID|SB|Sumatera Barat,West Sumatra|Asia/Jakarta
        ID|RI|Riau|Asia/Jakarta
        ID|KR|Kepulauan Riau,Riau Islands|Asia/Jakarta
        ID|JA|Jambi|Asia/Jakarta
        ID|SS|Sumatera Selatan,South Sumatra|Asia/Jakarta
        ID|BB|Kepulauan Bangka Belitung,Bangka Belitung|Asia/Jakarta
        ID|BE|Bengkulu|Asia/Jakarta
        ID|LA|Lampung|Asia/Jakarta
        ID|BT|Banten|Asia/Jakarta
        ID|JK|Jakarta,DKI Jakarta,Jakarta Raya|Asia/Jakarta
        ID|JB|Jawa Barat,West Java|Asia/Jakarta
        ID|JT|Jawa Tengah,Central Java|Asia/Jakarta
        ID|YO|Yogyakarta,DI Yogyakarta|Asia/Jakarta
        ID|JI|Jawa Timur,East Java|Asia/Jakarta
        ID|KB|Kalimantan Barat,West Kalimantan|Asia/Pontianak
        ID|KT|Kalimantan Tengah,Central Kalimantan|Asia/Pontianak
        ID|KS|Kalimantan Selatan,South Kalimantan|Asia/Makassar
        ID|KI|Kalimantan Timur,East Kalimantan|Asia/Makassar
        ID|KU|Kalimantan Utara,North Kalimantan|Asia/Makassar
        ID|BA|Bali|Asia/Makassar
        ID|NB|Nusa Tenggara Barat,West Nusa Tenggara|Asia/Makassar
        ID|NT|Nusa Tenggara Timur,East Nusa Tenggara|Asia/Makassar
        ID|SA|Sulawesi Utara,North Sulawesi|Asia/Makassar
        ID|ST|Sulawesi Tengah,Central Sulawesi|Asia/Makassar
        ID|SN|Sulawesi Selatan,South Sulawesi|Asia/Makassar
        ID|SG|Sulawesi Tenggara,Southeast Sulawesi|Asia/Makassar
        ID|GO|Gorontalo|Asia/Makassar
        ID|SR|Sulawesi Barat,West Sulawesi|Asia/Makassar
        ID|MA|Maluku|Asia/Jayapura
        ID|MU|Maluku Utara,North Maluku|Asia/Jayapura
        ID|PA|Papua|Asia/Jayapura
        ID|PB|Papua Barat,West Papua|Asia/Jayapura
        ID|PS|Papua Selatan,South Papua|Asia/Jayapura
        ID|PT|Papua Tengah,Central Papua|Asia/Jayapura
        ID|PE|Papua Pegunungan,Highland Papua|Asia/Jayapura
        ID|PD|Papua Barat Daya,Southwest Papua|Asia/Jayapura
        PH|||Asia/Manila
        ZA|||Africa/Johannesburg
        KE|||Africa/Nairobi
        ES|CN|Canarias,Islas Canarias,GC,TF,Las Palmas,Santa Cruz de Tenerife|Atlantic/Canary
        ES|CE|Ceuta|Africa/Ceuta
        ES|ML|Melilla|Africa/Ceuta
        ES|*||Europe/Madrid
        AR|C|Ciudad Autonoma de Buenos Aires,CABA,Capital Federal|Argentina/Buenos_Aires
        AR|B|Buenos Aires,Provincia de Buenos Aires|Argentina/Buenos_Aires
        AR|K|Catamarca|Argentina/Catamarca
        AR|H|Chaco|Argentina/Cordoba
        AR|U|Chubut|Argentina/Catamarca
        AR|X|Cordoba|Argentina/Cordoba
        AR|W|Corrientes|Argentina/Cordoba
        AR|E|Entre Rios|Argentina/Cordoba
        AR|P|Formosa|Argentina/Cordoba
        AR|Y|Jujuy|Argentina/Jujuy
        AR|L|La Pampa|Argentina/Salta
        AR|F|La Rioja|Argentina/La_Rioja
        AR|M|Mendoza|Argentina/Mendoza
        AR|N|Misiones|Argentina/Cordoba
        AR|Q|Neuquen|Argentina/Salta
        AR|R|Rio Negro|Argentina/Salta
        AR|A|Salta|Argentina/Salta
        AR|J|San Juan|Argentina/San_Juan
        AR|D|San Luis|Argentina/San_Luis
        AR|Z|Santa Cruz|Argentina/Rio_Gallegos
        AR|S|Santa Fe|Argentina/Cordoba
        AR|G|Santiago del Estero|Argentina/Cordoba
        AR|V|Tierra del Fuego|Argentina/Ushuaia
        AR|T|Tucuman|Argentina/Tucuman
        BO|||La_Paz
        CR|||Costa_Rica
        DO|||Santo_Domingo
        GT|||Guatemala
        HN|||Tegucigalpa
        NI|||Managua
        PA|||Panama
        PY|||Asuncion
        SV|||El_Salvador
        UY|||Montevideo
        VE|||Caracas
        """

    /// Postal codes, or their beginnings, that decide in a state with several zones: country, state, beginnings, zone.
    ///
    /// Only beginnings that lie wholly in one zone stand here, so an address of a border municipality that is not
    /// listed yields all zones of its state: the act must then be allowed in each, which is never laxer.
    static let postalCodes = """
        MX CHH 320-326 Ciudad_Juarez
        MX CHH 310-314,330 Chihuahua
        MX CHH 32880-32889 Ojinaga
        MX COA 250-259,270-274 Monterrey
        MX COA 260,262 Matamoros
        MX NLE 640-649,660-679 Monterrey
        MX NLE 65030 Matamoros
        MX TAM 880-889,873-875 Matamoros
        MX TAM 870-872,890-899 Monterrey
        MX NAY 63730-63739 Bahia_Banderas
        MX NAY 630-632 Mazatlan
        US TX 750-797 Chicago
        US TX 799,885 Denver
        US FL 325 Chicago
        US FL 320-323,326-349 New_York
        US AZ 850-853,856-857 Phoenix
        US TN 370-372,380-383 Chicago
        US TN 376-379 New_York
        US KY 402 Kentucky/Louisville
        US KY 405 New_York
        CL VS 277 Pacific/Easter
        CL VS 200-276 Santiago
        BR AM 690 Manaus
        BR PE 5399 Noronha
        BR PE 500-538,540-569 Recife
        ES * 35,38 Atlantic/Canary
        ES * 51,52 Africa/Ceuta
        ES * 01-34,36-37,39-50 Europe/Madrid
        """
}
